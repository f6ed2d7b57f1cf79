package fetch

import (
	"runtime"
	"strings"
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

// TestValues: an answer of so many small values that they would fill the memory is refused before one is
// made. Of 32 MiB of them, as blocks of an explorer, there are eleven million.
func TestValues(t *testing.T) {
	var blocks []struct{ A, B, C, D, E, F, G, H string }
	many := []byte("[{}" + strings.Repeat(",{}", 10<<20) + "]")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := decode(many, &blocks)
	runtime.ReadMemStats(&after)
	if err == nil || !strings.Contains(err.Error(), "more than 1048576 values") {
		t.Errorf("%d values: %v", len(blocks), err)
	}
	if made := after.TotalAlloc - before.TotalAlloc; made > 1<<20 {
		t.Errorf("refusing took %d bytes", made)
	}
	if err := decode([]byte("[{}"+strings.Repeat(",{}", 1<<16)+"]"), &blocks); err != nil ||
		len(blocks) != 1<<16+1 {
		t.Errorf("%d values: %v", len(blocks), err)
	}
}
