package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"sync"
)

// bodies bounds what is held in memory of requests that are being read or wait for their turn: in all, and a
// quarter of it for one client. Safe for several goroutines.
type bodies struct {
	most int

	mu   sync.Mutex
	held int
	by   map[netip.Prefix]int
}

func newBodies(most int) *bodies { return &bodies{most: most, by: map[netip.Prefix]int{}} }

// take counts bytes for a client; false: there is no room. free must be called where there is.
func (b *bodies) take(of netip.Prefix, n int) (free func(), ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held+n > b.most || b.by[of] > 0 && b.by[of]+n > b.most/4 {
		return nil, false
	}
	b.held += n
	b.by[of] += n
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.held -= n
		if b.by[of] -= n; b.by[of] == 0 {
			delete(b.by, of)
		}
	}, true
}

// bodyRoom is how many bytes a request may send: as many as it says, or the most where it does not say.
func bodyRoom(r *http.Request) int {
	switch {
	case r.Body == nil || r.Body == http.NoBody || r.ContentLength == 0:
		return 0
	case r.ContentLength < 0:
		return room(r)
	}
	return int(min(r.ContentLength, int64(room(r))+1))
}

// crowded says that there is no room for another body.
func crowded() error {
	return &failure{http.StatusServiceUnavailable,
		"Too much is being sent at once; try again in a moment.", 1}
}

// readBody reads the body of a request into memory that is counted; it must be freed. A client that sends
// slowly holds no turn meanwhile.
func (s *Server) readBody(r *http.Request) (free func(), err error) {
	n := bodyRoom(r)
	if n == 0 {
		return func() {}, nil
	}
	if most := room(r); n > most {
		return nil, &http.MaxBytesError{Limit: int64(most)}
	}
	free, ok := s.bodies.take(subscriber(s.client(r)), n)
	if !ok {
		return nil, crowded()
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		free()
		if errors.As(err, new(*http.MaxBytesError)) {
			return nil, err
		}
		return nil, &failure{status: http.StatusBadRequest, says: "The body ended early."}
	}
	if r.ContentLength < 0 {
		s.clients.owe(s.client(r), len(body)/bytesPerCost)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return free, nil
}
