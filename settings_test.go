package assay

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assaymining/assay/need"
)

// Every setting reads what its field proposes, prints it as it reads it, and refuses nonsense.
func TestSettings(t *testing.T) {
	for _, s := range Settings() {
		if s.Usage == "" || s.Label != "" && s.Hint == "" && !s.YesOrNo {
			t.Errorf("%s: usage %q, hint %q", s.Name, s.Usage, s.Hint)
		}
		hint := s.Hint
		if s.YesOrNo {
			hint = "true"
		} else if s.Name == need.AsOf {
			hint = "2026-05-01" // the field has a sentence
		}
		var first, again Evidence
		if err := first.Set(s.Name, hint); err != nil {
			t.Errorf("%s: %v", s.Name, err)
			continue
		}
		text := first.Text(s.Name)
		if err := again.Set(s.Name, text); err != nil || text == "" {
			t.Errorf("%s: printed as %q: %v", s.Name, text, err)
		}
		first.History, again.History = nil, nil
		if diff := cmp.Diff(first.Choices, again.Choices) +
			cmp.Diff(first.Overrides, again.Overrides); diff != "" {
			t.Errorf("%s: %q and %q differ: %s", s.Name, hint, text, diff)
		}
		if err := again.Set(s.Name, "\x00nonsense"); err == nil || again.Text(s.Name) != text {
			t.Errorf("%s: nonsense is read as %q: %v", s.Name, again.Text(s.Name), err)
		}
	}
	if err := new(Evidence).Set("colour", "red"); err == nil {
		t.Error("a setting that is none is set")
	}
}

// Evidence that was copied keeps its own rates.
func TestRatesAreNotShared(t *testing.T) {
	var one Evidence
	if err := one.Set(need.FX, "EUR=1.08"); err != nil {
		t.Fatal(err)
	}
	other := one
	if err := other.Set(need.FX, "GBP=1.3"); err != nil || len(one.Choices.USDPer) != 1 ||
		len(other.Choices.USDPer) != 2 {
		t.Errorf("%v and %v: %v", one.Choices.USDPer, other.Choices.USDPer, err)
	}
	if err := other.Set(need.FX, "BTC=76000"); err == nil ||
		!strings.Contains(err.Error(), need.Price.String()) {
		t.Errorf("a rate for bitcoin: %v", err)
	}
}

func TestSettingsTogether(t *testing.T) {
	var e Evidence
	if err := e.Set(need.Machine, "S19 95T"); err != nil {
		t.Fatal(err)
	}
	if err := e.CheckSettings(); err == nil {
		t.Error("a machine without the price of its power is taken")
	}
	if err := e.Set(need.Power, "0.08USD/kWh"); err != nil || e.CheckSettings() != nil {
		t.Error(err, e.CheckSettings())
	}
}
