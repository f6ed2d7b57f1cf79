package draft

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Offers takes a time that grows with the text, a few tens of milliseconds for 200 kB; the bound leaves room
// for a busy machine.
func TestTimeGrowsWithLength(t *testing.T) {
	text := func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, "Plan %d: %d TH/s for 12 months at $%d, electricity $0.05%d per TH per day, from 0.001 BTC.\n", i, i+1, 100+i, i)
			fmt.Fprintf(&b, "We may change fee %d with %d days' notice. Nobody guarantees an income of %d %% a day.\n", i, i, i)
		}
		return b.String()
	}
	took := func(s string) time.Duration {
		best := time.Hour
		for range 2 {
			began := time.Now()
			Offers(s)
			best = min(best, time.Since(began))
		}
		return best
	}
	took(text(1000)) // loads the words
	small, large := took(text(40_000)), took(text(320_000))
	t.Logf("40 kB in %s, 320 kB in %s", small, large)
	if large > 32*small && large > time.Second {
		t.Errorf("8 times the text takes %.0f times as long", float64(large)/float64(small))
	}
	if small > 10*time.Second {
		t.Errorf("40 kB take %s", small)
	}
}
