package fetch

import (
	"testing"

	"golang.org/x/time/rate"
)

// TestLimits: public hosts are asked at their own pace, unknown ones at the default, and a machine of
// the user's own as fast as it answers.
func TestLimits(t *testing.T) {
	c := New(Options{PerSecond: 2})
	for host, want := range map[string]rate.Limit{
		"api.kraken.com": 1, "mempool.space": 2, "api.coingecko.com": 0.15, "example.com": 2,
		"127.0.0.1": rate.Inf, "::1": rate.Inf, "192.168.1.5": rate.Inf, "localhost": rate.Inf, "8.8.8.8": 2,
	} {
		if got := c.limit(host).Limit(); got != want {
			t.Errorf("%s may be asked %v times a second, want %v", host, got, want)
		}
		if first, again := c.limit(host), c.limit(host); first != again {
			t.Errorf("%s has two limiters", host)
		}
	}
}
