// Package office shows a provider to people: what is published to everybody, his own days to each holder by
// a link that only he has, and everything to the operator behind a key.
//
// Office is an http.Handler over a desk, a clerk and the folder of what is published. It needs no script.
// Nothing but the operator's three forms can be written from outside, and each of them needs his session.
//
// Nothing in it is promised to other modules.
package office

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"embed"
	"encoding/hex"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/assaymining/assay/provider/clerk"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/miner"
)

//go:embed templates/*.html
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"btc": btc, "hs": hashrate, "percent": percent, "expected": expectedText,
	"short": short,
}).ParseFS(files, "templates/*.html"))

// Options of an Office.
type Options struct {
	Desk  *desk.Desk
	Clerk *clerk.Clerk
	Dir   string // of what is published
	// Key is the operator's: whoever knows it may enter. Empty: nobody may.
	Key string
	Now func() time.Time
	// Signer signs receipts; the zero value signs none.
	Signer clerk.Signer
	// Miners are the figures of the miners' server; nil where it runs elsewhere.
	Miners func() miner.Counts
}

// Office shows a provider. It is safe for concurrent use.
type Office struct {
	o        Options
	mux      *http.ServeMux
	mu       sync.Mutex
	sessions map[string]time.Time // by hash of the token: when it ends
	tries    int                  // wrong keys in the minute that runs
	minute   time.Time
}

// Bounds of what strangers may cost.
const (
	maxBody     = 1 << 20
	maxSessions = 100
	maxTries    = 10
	sessionTime = 12 * time.Hour
)

// New is an office.
func New(o Options) (*Office, error) {
	root, err := os.OpenRoot(o.Dir)
	if err != nil {
		return nil, err
	}
	f := &Office{o: o, mux: http.NewServeMux(), sessions: map[string]time.Time{}}
	f.mux.HandleFunc("GET /{$}", f.front)
	f.mux.HandleFunc("GET /holder/{token}", f.holder)
	f.mux.HandleFunc("GET /holder/{token}/{day}", f.receipt)
	f.mux.HandleFunc("GET /operator", f.operator)
	f.mux.HandleFunc("POST /operator/login", f.login)
	f.mux.HandleFunc("POST /operator/logout", f.guarded(f.logout))
	f.mux.HandleFunc("POST /operator/series", f.guarded(f.newSeries))
	f.mux.HandleFunc("POST /operator/account", f.guarded(f.newAccount))
	f.mux.HandleFunc("POST /operator/sale", f.guarded(f.sale))
	f.mux.HandleFunc("GET /healthz", f.health)
	f.api()
	published := http.FileServerFS(onlyFiles{root.FS()})
	for _, at := range []string{
		"/index.txt", "/key.txt", "/workers.txt", "/days/", "/facts/", "/series/", "/segments/",
	} {
		f.mux.Handle("GET "+at, plain(published))
	}
	return f, nil
}

// onlyFiles serves what is published and shows no folder, nor a file that is being written.
type onlyFiles struct{ fs.FS }

// Open opens a published file.
func (o onlyFiles) Open(name string) (fs.File, error) {
	base := path.Base(name)
	if strings.HasPrefix(base, ".") || strings.HasSuffix(base, ".lock") {
		return nil, fs.ErrNotExist
	}
	f, err := o.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return nil, errors.Join(fs.ErrNotExist, f.Close())
	}
	return f, nil
}

// plain says of published files that they are text or bytes, whatever stands in them.
func plain(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind := "text/plain; charset=utf-8"
		if strings.HasSuffix(r.URL.Path, ".seg") {
			kind = "application/octet-stream"
		}
		w.Header().Set("Content-Type", kind)
		h.ServeHTTP(w, r)
	})
}

// ServeHTTP answers a request.
func (f *Office) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set(
		"Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
	)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer") // a holder's link is in the address
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	f.mux.ServeHTTP(w, r)
}

// show writes a page.
func (f *Office) show(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, "this page cannot be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

func (f *Office) health(w http.ResponseWriter, r *http.Request) {
	why, err := f.o.Desk.Stopped(r.Context())
	if err == nil && why == "" && f.o.Clerk.Trouble() == nil {
		w.Write([]byte("ok\n"))
		return
	}
	http.Error(w, "not well: see the operator's page", http.StatusServiceUnavailable)
}

const cookie = "assay-operator"

// login takes the operator's key and begins a session. The right key enters however many wrong ones others
// try, or anybody could keep the operator out: nobody guesses a secret of that length.
func (f *Office) login(w http.ResponseWriter, r *http.Request) {
	if !f.sameSite(r) {
		f.fail(w, http.StatusForbidden, "this form was sent from another place")
		return
	}
	key := sha256.Sum256([]byte(strings.TrimSpace(r.PostFormValue("key"))))
	want := sha256.Sum256([]byte(f.o.Key))
	if f.o.Key == "" || subtle.ConstantTimeCompare(key[:], want[:]) != 1 {
		if f.tooMany() {
			f.fail(w, http.StatusTooManyRequests, "too many wrong keys were tried; wait a minute")
			return
		}
		f.fail(
			w,
			http.StatusForbidden,
			"this is not the operator's key; it stands in the file operator.key",
		)
		return
	}
	token := rand.Text()
	f.mu.Lock()
	for old, ends := range f.sessions {
		if f.o.Now().After(ends) || len(f.sessions) >= maxSessions {
			delete(f.sessions, old)
		}
	}
	f.sessions[hashed(token)] = f.o.Now().Add(sessionTime)
	f.mu.Unlock()
	http.SetCookie(w, &http.Cookie{
		Name: cookie, Value: token, Path: "/operator", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		Secure: r.TLS != nil, MaxAge: int(sessionTime.Seconds()),
	})
	http.Redirect(w, r, "/operator", http.StatusSeeOther)
}

// tooMany counts a wrong key and reports whether there were many in this minute.
func (f *Office) tooMany() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := f.o.Now(); now.Sub(f.minute) > time.Minute || now.Before(f.minute) {
		f.minute, f.tries = now, 0
	}
	f.tries++
	return f.tries > maxTries
}

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// entered reports whether a request has the operator's session.
func (f *Office) entered(r *http.Request) bool {
	c, err := r.Cookie(cookie)
	if err != nil {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	ends, ok := f.sessions[hashed(c.Value)]
	return ok && f.o.Now().Before(ends)
}

// sameSite reports whether a form was sent from a page of this office: the browser says so itself.
func (f *Office) sameSite(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "":
		origin := r.Header.Get("Origin")
		return origin == "" ||
			strings.TrimPrefix(strings.TrimPrefix(origin, "http://"), "https://") == r.Host
	}
	return false
}

// guarded lets the operator alone in, from this office's own pages.
func (f *Office) guarded(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !f.entered(r) || !f.sameSite(r) {
			f.fail(w, http.StatusForbidden, "only the operator may do this: enter first")
			return
		}
		h(w, r)
	}
}

func (f *Office) logout(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(cookie); err == nil {
		f.mu.Lock()
		delete(f.sessions, hashed(c.Value))
		f.mu.Unlock()
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Path: "/operator", MaxAge: -1})
	http.Redirect(w, r, "/operator", http.StatusSeeOther)
}

func (f *Office) fail(w http.ResponseWriter, status int, says string) {
	f.show(w, status, "message.html", struct{ Title, Says string }{http.StatusText(status), says})
}
