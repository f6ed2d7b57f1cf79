package market

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/units"
)

// Limits of a price beside others of its currency, chosen by judgement.
const (
	heldFactor  = 2    // to the day before
	heldDays    = 90   // further days after which it may be twice as far away once more
	heldSameDay = 1.25 // to a price that is known for the day itself
	confirmedBy = 5    // venues of which none is left out: what they say may be up to ten times away
	confirmed   = 10
)

// Held is nil if an agreed price can stand beside a price of its currency that is known for the day
// other; the error says what it was held to. Venues that agree on a lie are caught by it.
func (a Agreed) Held(other units.Date, known float64) error {
	if !(known > 0) {
		return nil
	}
	days := math.Abs(float64(a.Date - other))
	most := heldFactor * math.Exp2(days/heldDays)
	if days == 0 {
		most = heldSameDay
	}
	if len(a.Used) >= confirmedBy && len(a.LeftOut) == 0 {
		most = max(most, confirmed)
	}
	if by := math.Exp(away(a.Price, known)); by > most {
		return fmt.Errorf("%s agree on %s, which is %s times away from the %s known for %s; "+
			"at most %s is believed",
			venueList(a.Used), units.Format(a.Price, 7), units.Format(by, 3), units.Format(known, 7), other,
			units.Format(most, 3))
	}
	return nil
}

func venueList(names []string) string {
	if len(names) == 0 {
		return "the venues"
	}
	return fmt.Sprintf("%d venues", len(names))
}
