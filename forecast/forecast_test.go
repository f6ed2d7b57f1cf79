package forecast

import (
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

func date(t testing.TB, s string) units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func fitted(t testing.TB, s string) Model {
	t.Helper()
	m, err := Fit(market.Embedded(), date(t, s))
	if err != nil {
		t.Fatal(err)
	}
	return m
}
