package redflag

import "testing"

// The verdict says that nobody was looked up only where that is so.
func TestAskedIsSaid(t *testing.T) {
	const reason = "one, " + nobodyAsked + ", two"
	if got := (Recorded{}).asked(reason); got != reason {
		t.Errorf("nobody: %q", got)
	}
	r := Recorded{LookedUp: LookedUp{Names: []string{"Example Mining"}}, Of: RecordSize{133, "2026-11-29"}}
	if got := r.asked(reason); got != "one, the seller was looked up in a record of 133 sellers to 2026-11-29, two" {
		t.Errorf("looked up: %q", got)
	}
}
