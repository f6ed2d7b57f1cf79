package redflag

import (
	"testing"

	"github.com/assaymining/assay/redflag/grounds"
)

// The verdict says that nobody was looked up only where that is so.
func TestAskedIsSaid(t *testing.T) {
	const reason = "one, " + nobodyAsked + ", two"
	if got := asked(grounds.Recorded{}, reason); got != reason {
		t.Errorf("nobody: %q", got)
	}
	r := grounds.Recorded{LookedUp: grounds.LookedUp{Names: []string{"Example Mining"}}, Of: grounds.RecordSize{Sellers: 133, To: "2026-11-29"}}
	if got := asked(r, reason); got != "one, the seller was looked up in a record of 133 sellers to 2026-11-29, two" {
		t.Errorf("looked up: %q", got)
	}
}
