package web

import (
	"net/url"
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
	for shape, doc := range costly.Shapes(MaxBody) {
		form := url.QueryEscape(doc)
		form = form[:min(len(form), MaxBody-100)]
		if cut := form[max(0, len(form)-2):]; cut[0] == '%' || cut[1] == '%' {
			form = form[:len(form)-2]
		}
		for name, c := range map[string][3]string{
			"evaluate": {"POST", "/api/v1/evaluate", doc}, "replay": {"POST", "/api/v1/replay", doc},
			"flags": {"POST", "/api/v1/flags", doc}, "compare": {"POST", "/api/v1/compare", doc},
			"screen": {"POST", "/api/v1/screen", doc}, "read": {"POST", "/api/v1/read", doc},
			"audit":         {"POST", "/api/v1/audit?hashrate=30TH/s", doc},
			"post evaluate": {"POST", "/evaluate", "document=" + form},
			"post compare":  {"POST", "/compare", "document=" + form}, "post read": {"POST", "/read", "words=" + form},
			"post audit": {"POST", "/audit", "contract=" + form},
		} {
			kind := ""
			if len(name) > 4 && name[:4] == "post" {
				kind = "application/x-www-form-urlencoded"
			}
			began, spent := time.Now(), costly.Spent()
			status, body := within(t, h, c, kind)
			if took := time.Since(began); took > 10*time.Second || status == 500 {
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
