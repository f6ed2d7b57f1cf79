package economics

import (
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/units"
)

// A plan that promises a rate by the day lives as such plans did, half of them 28 days, whatever is thought
// of its seller; a claim of a year or of mined income is no such promise.
func TestHazardByWhatIsOffered(t *testing.T) {
	const plan = "hashrate: 100 TH/s\nterm: 60d\nprice: {upfront: 500 USD}\nfees: []\n"
	gone := func(claims string) float64 {
		s := judge(t, plan+claims, func(in *Input) { in.Trust, in.Choices.Paths = survival.Doubtful, 4096 })
		return s.IfSellerVanishes.ProbVanished
	}
	// 1 - exp(-(60/51.91)^0.5937) = 0.664, hashprice moving little in two months
	daily, weekly := gone("claims: [{return: 1.5 %/day}]\n"), gone("claims: [{return: 8 %/week}]\n")
	if math.Abs(daily-0.664) > 0.03 || weekly != daily {
		t.Errorf("promised by the day %.3f, by the week %.3f vanish within 60 days, want 0.664", daily,
			weekly)
	}
	for _, same := range []string{"claims: [{return: 10 %/10 days}]\n", "claims: [{return: 45 %/month}]\n",
		"claims: [{total_return: 190%}]\n", "claims: [{return: 15 %/2 weeks}]\n"} {
		if got := gone(same); got != daily {
			t.Errorf("%s: %.3f vanish, by the day %.3f", same, got, daily)
		}
	}
	for _, other := range []string{"", "claims: [{return: 8 %/month}]\n", "claims: [{total_return: 140%}]\n",
		"claims: [{return: 60 %/year}]\n",
		"claims: [{daily_revenue: 0.05 USD/TH/day}]\n"} {
		if got := gone(other); math.Abs(got-0.077) > 0.01 {
			t.Errorf("%s: %.3f vanish, want 0.077 by a rate of 0.487 a year", other, got)
		}
	}
	s := judge(t, "term: 60d\nprice: {upfront: 500 USD}\npayout: {fixed_return: 1.5 %/day}\n",
		func(*Input) {})
	if !strings.Contains(strings.Join(s.Warnings, "\n"),
		"of such plans 66 % had stopped paying within 60 days") {
		t.Errorf("not warned: %q", s.Warnings)
	}
	// 2014-06: one seller had stopped; 2016-07, 2022-01: some; 2026-05: all of the list
	for day, says := range map[units.Date]string{16222: "", 17000: "known by that day (6 stops)",
		19000: "known by that day (21 stops)", 20600: "0.32 stops a year"} {
		s := judge(t, plan, func(in *Input) { in.Conditions.AsOf = day })
		if got := s.IfSellerVanishes; says == "" && got != nil ||
			says != "" && (got == nil || !strings.Contains(got.Basis, says)) {
			t.Errorf("%s: %+v", day, got)
		}
		warned := strings.Contains(strings.Join(s.Warnings, "\n"), "too few sellers")
		if warned != (says == "") {
			t.Errorf("%s: %q", day, s.Warnings)
		}
	}
}
