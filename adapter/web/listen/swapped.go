package listen

import (
	"net/http"
	"sync/atomic"
)

// Swapped is a handler in the place of which another is put while it serves. It serves once there is one.
type Swapped struct{ now atomic.Pointer[http.Handler] }

// Put puts a handler in the place of the one before.
func (s *Swapped) Put(h http.Handler) { s.now.Store(&h) }

// ServeHTTP lets the one answer that is there now.
func (s *Swapped) ServeHTTP(w http.ResponseWriter, r *http.Request) { (*s.now.Load()).ServeHTTP(w, r) }
