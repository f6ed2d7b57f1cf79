package corpus

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

var (
	notNamed = pattern.Of(
		`(?i)not (?:stated|disclosed|named|given|specified)|undisclosed|unspecified|hidden fee`,
	)
	perTHDay = pattern.Of(`(?i)^(\w+) per ([kmgtpe]?h)(?:/s)? per day`)
	perKWh   = pattern.Of(`(?i)^(\w+) per kwh`)
)

func (r record) fees(o *offer.Offer) {
	amount, known := r.number("maintenance_fee_amount")
	unit, text := r.text("maintenance_fee_unit"), r.text("fee_text")
	changeable := r.tri("maintenance_fee_changeable")
	fee := offer.Fee{Name: "maintenance", Changeable: changeable}
	switch low := strings.ToLower(unit); {
	case known && amount == 0:
		o.FeesStated = true
		if changeable == offer.True { // a zero that may rise
			zero := units.Fraction(0)
			fee.RevenueShare = &zero
			o.Fees = append(o.Fees, fee)
		}
		return
	case known && strings.HasPrefix(low, "%"):
		share := units.Fraction(amount / 100)
		fee.RevenueShare = &share
		if strings.Contains(low, "buyer") || strings.Contains(low, "renter") || strings.Contains(low, "bid") {
			fee.RevenueShare, fee.SpendShare = nil, &share
		}
	case known && perTHDay.MatchString(unit):
		m := perTHDay.FindStringSubmatch(unit)
		if p, err := units.ParsePerHashrateDay(fmt.Sprintf("%v %s/%s/day",
			strconv.FormatFloat(amount, 'f', -1, 64), m[1], m[2])); err == nil {
			fee.PerHashrateDay = &p
		}
	case known && perKWh.MatchString(unit):
		if p, err := units.ParseEnergyPrice(fmt.Sprintf("%v %s/kWh", strconv.FormatFloat(amount, 'f', -1, 64),
			perKWh.FindStringSubmatch(unit)[1])); err == nil {
			fee.EnergyPrice = &p
		}
	}
	named := fee.RevenueShare != nil || fee.SpendShare != nil || fee.PerHashrateDay != nil ||
		fee.EnergyPrice != nil
	switch {
	case named || changeable != offer.Unknown:
		o.Fees, o.FeesStated = append(o.Fees, fee), named
	case notNamed.MatchString(text):
		o.Terms.FeesNamed = offer.False
	case text != "":
		o.Terms.FeesNamed = offer.True
	}
}

var (
	inDays = pattern.Of(
		`(?i)(\d{1,3}|five|ten|twenty|thirty)\s+(?:\w+\s+)?(?:such |continuous |consecutive |running )?days?`,
	)
	words   = map[string]int{"five": 5, "ten": 10, "twenty": 20, "thirty": 30}
	pauses  = pattern.Of(`(?i)suspen|paus|stopped`)
	reaches = pattern.Of(`(?i)(\d{2,4})\s*%`)
	atWill  = pattern.Of(
		`(?i)sole discretion|at any time|as (?:it|the \w+) (?:decides|pleases)|at once`,
	)
)

func (r record) stops(o *offer.Offer) {
	clause := r.text("termination_clause")
	switch r.tri("unprofitable_stop") {
	case offer.True:
		s := offer.Stop{When: "fees_exceed_revenue", By: "provider"}
		if m := inDays.FindStringSubmatch(clause); m != nil {
			n, err := strconv.Atoi(m[1])
			if err != nil {
				n = words[strings.ToLower(m[1])]
			}
			s.For = units.Days(n)
		}
		o.Stops, o.StopsStated = append(o.Stops, s), true
	case offer.False:
		o.StopsStated = true
	}
	if clause == "" {
		return
	}
	switch m := reaches.FindStringSubmatch(clause); {
	case m != nil:
		n, _ := strconv.ParseFloat(m[1], 64)
		at := units.Fraction(n / 100)
		o.Stops = append(o.Stops, offer.Stop{When: "return_reaches", At: &at, Then: "terminate"})
	case atWill.MatchString(clause):
		o.Stops = append(o.Stops, offer.Stop{When: "provider_decides", By: "provider"})
	case len(o.Stops) == 0:
		s := offer.Stop{When: "other"}
		if pauses.MatchString(clause) {
			s.Then = "pause"
		}
		o.Stops = append(o.Stops, s)
	}
}
