package fetch

import (
	"net/url"
	"testing"
)

// TestPlace: what counts as the place that was asked.
func TestPlace(t *testing.T) {
	for _, c := range []struct {
		from, to string
		same     bool
	}{
		{"http://a.example", "https://A.example:443/x", true},
		{"http://a.example:80/", "http://a.example/x", true},
		{"https://a.example", "https://a.example:8443", false},
		{"https://a.example", "https://b.a.example", false},
		{"http://10.0.0.1:8332", "http://10.0.0.1:22", false},
	} {
		from, _ := url.Parse(c.from)
		to, _ := url.Parse(c.to)
		if (place(from) == place(to)) != c.same {
			t.Errorf("%s and %s: %q and %q", c.from, c.to, place(from), place(to))
		}
	}
}
