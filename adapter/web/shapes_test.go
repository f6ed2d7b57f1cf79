package web

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/internal/costly"
)

// A document that is long, dense or deep as nobody writes one is answered soon by each route that takes
// documents, by a client that waits 100 ms. The bound is a watchdog; what took most of the processor is
// logged.
func TestShapesAreAnsweredSoon(t *testing.T) {
	if testing.Short() {
		t.Skip("a MiB is read often")
	}
	s := testServer(t, func(c *Config) {
		c.Limits.Request, c.Paths, c.Limits.PerSecond = 100*time.Millisecond, 0, -1
	})
	h := s.Handler()
	most, worst := map[string]time.Duration{}, map[string]string{}
	for shape, doc := range costly.Shapes(maxBody) {
		for name, c := range sentAround(doc) {
			kind := kindOf(name)
			spent := costly.Spent()
			status, body := within(t, h, c, kind)
			if took := costly.Spent() - spent; took > costly.TooLong || status == 500 {
				t.Errorf("%s of %s: %d after %s: %.300s", name, shape, status, took, body)
			}
			if took := costly.Spent() - spent; took > most[name] {
				most[name], worst[name] = took.Round(time.Millisecond), shape
			}
			if s.turns.Taken() != 0 || s.bodies.Held() != 0 {
				t.Errorf("%s of %s left something running", name, shape)
			}
		}
	}
	for name, took := range most {
		t.Logf("%s: %s of the processor for %s", name, took, worst[name])
	}
}

// sentAround is a document in every route that takes one.
func sentAround(doc string) map[string][3]string {
	form := url.QueryEscape(doc)
	form = form[:min(len(form), maxBody-100)]
	if cut := form[max(0, len(form)-2):]; len(cut) == 2 && (cut[0] == '%' || cut[1] == '%') {
		form = form[:len(form)-2]
	}
	return map[string][3]string{
		"evaluate": {"POST", "/api/v1/evaluate", doc}, "replay": {"POST", "/api/v1/replay", doc},
		"flags": {"POST", "/api/v1/flags", doc}, "compare": {"POST", "/api/v1/compare", doc},
		"screen": {"POST", "/api/v1/screen", doc}, "read": {"POST", "/api/v1/read", doc},
		"audit":         {"POST", "/api/v1/audit?hashrate=30TH/s", doc},
		"post evaluate": {"POST", "/evaluate", "document=" + form},
		"post compare":  {"POST", "/compare", "document=" + form},
		"post read":     {"POST", "/read", "words=" + form},
		"post audit":    {"POST", "/audit", "contract=" + form},

		"post audit counts": {"POST", "/audit?hashrate=30TH/s", "counts=" + form},
	}
}

// kindOf is the content type of a request by its name.
func kindOf(name string) string {
	if strings.HasPrefix(name, "post") {
		return "application/x-www-form-urlencoded"
	}
	return ""
}

// A search through files that are mixed of all shapes and kinds finds none that a route works on for long
// after the 100 ms it has, counted in processor time as in cmd/assay: the ten costliest are logged.
func TestMixedFilesAreAnsweredSoon(t *testing.T) {
	if testing.Short() {
		t.Skip("a MiB is read often")
	}
	s := testServer(t, func(c *Config) {
		c.Paths, c.Limits.PerSecond = 1024, -1
	})
	h := s.Handler()
	type ended struct {
		what string
		took time.Duration
	}
	var all []ended
	for n := range *search {
		r := rand.New(rand.NewPCG(32, *first+uint64(n)))
		shape, doc := costly.Mixed(r, []int{maxBody - 100, maxBody - 100, maxBody / 8}[r.IntN(3)])
		for name, c := range sentAround(doc) {
			once := func() time.Duration {
				w := httptest.NewRecorder()
				before, after := costly.Cut(t.Context(), 100*time.Millisecond, func(ctx context.Context) {
					r := httptest.NewRequest(c[0], "http://assay.test"+c[1], strings.NewReader(c[2]))
					if kind := kindOf(name); kind != "" {
						r.Header.Set("Content-Type", kind)
					}
					h.ServeHTTP(w, r.WithContext(ctx))
				})
				if w.Code == 500 {
					t.Errorf("%s of %s %d: %d: %.300s", name, shape, n, w.Code, w.Body)
				}
				if s.turns.Taken() != 0 || s.bodies.Held() != 0 {
					t.Errorf("%s of %s %d left something running", name, shape, n)
				}
				return before + after
			}
			took := once()
			for range 2 {
				if took > 400*time.Millisecond {
					took = min(took, once())
				}
			}
			if took > costly.TooLong {
				t.Errorf("%s of %s %d takes %s of the processor", name, shape, n, took)
			}
			all = append(all, ended{fmt.Sprintf("%s of %s of %d bytes, the %dth", name, shape, len(doc), n),
				took.Round(time.Millisecond)})
		}
	}
	slices.SortFunc(all, func(a, b ended) int { return cmp.Compare(b.took, a.took) })
	for _, e := range all[:10] {
		t.Logf("%s of the processor: %s", e.took, e.what)
	}
}

var (
	search = flag.Int("search", 6, "how many files are mixed in the search for costly ones")
	first  = flag.Uint64("first", 1, "seed of the first of them")
)
