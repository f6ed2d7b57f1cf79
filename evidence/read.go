package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/economics/setting"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

// MaxBytes is the longest evidence file that is read, in bytes.
const MaxBytes = 64 << 20

// File is what an evidence file holds.
type File struct {
	Evidence assay.Evidence
	Verdict  json.RawMessage // the one that was given, compact; nobody has judged it again
	Sources  []cite.Source   // of the history
	Whole    bool            // all of the file has a hash; false: sources, choices and overrides have none
}

// Read reads an evidence file. It refuses parts that do not have their hash, keys that are unknown, written
// in another case, given twice or without effect, and settings that no reader could set. It judges nothing.
func Read(data []byte) (*File, error) {
	var f document
	if err := decode(data, &f); err != nil {
		return nil, err
	}
	if f.Schema != Schema {
		return nil, fmt.Errorf("schema is %.40q, not %q", f.Schema, Schema)
	}
	if err := strict(data, f.encode, "verdict.json"); err != nil {
		return nil, err
	}
	t := &File{Sources: f.Sources, Whole: f.Whole != "",
		Evidence: assay.Evidence{Version: f.Version, Warnings: f.Warnings,
			Overrides: assay.Overrides(f.Overrides), Choices: assay.Choices(f.Choices)}}
	if err := f.facts(&t.Evidence); err != nil {
		return nil, err
	}
	if err := bounds(&t.Evidence); err != nil {
		return nil, fmt.Errorf("the evidence holds what nobody can set: %w", err)
	}
	var verdict bytes.Buffer
	if err := json.Compact(&verdict, f.Verdict.JSON); err != nil {
		return nil, fmt.Errorf("the frozen verdict is not JSON: %w", err)
	}
	if cite.Hash(verdict.Bytes()) != f.Verdict.Hash {
		return nil, errors.New("the verdict does not have the hash that the evidence gives for it: " +
			"it was changed")
	}
	t.Verdict = verdict.Bytes()
	if !whole(data, f.Whole) {
		return nil, errors.New("the evidence does not have the hash that it gives for the whole: sources, " +
			"choices, overrides or warnings were changed")
	}
	return t, nil
}

// bounds refuses what the settings would not read: each is written as a text and read again. The frozen
// machine and quotes are held to what a machine and a market can be.
func bounds(e *assay.Evidence) error {
	again := *e
	for _, s := range assay.Settings() {
		text := e.Text(s.Name)
		if text == "" || s.Name == need.Machine || s.Name == need.FX {
			continue
		}
		if err := again.Set(s.Name, text); err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
	}
	for c, v := range e.Choices.USDPer {
		if !setting.Plausible(v) || len(c) != 3 || c == units.USD || c == units.BTC {
			return fmt.Errorf("%s: %q at %v dollars", need.FX, c, v)
		}
	}
	if m := e.Choices.Machine; m != nil && !likely(*m) {
		return fmt.Errorf("%s: %.60q is no machine", need.Machine, m.Name())
	}
	for _, q := range []*grounds.Quote{e.Spot, e.Forward} {
		if q != nil && !(q.BTCPerTHDay > 0 && q.BTCPerTHDay < 1) {
			return fmt.Errorf("%v BTC for a TH/s and day is no price", q.BTCPerTHDay)
		}
	}
	return e.CheckSettings()
}

// likely reports whether a machine can be one: the first could do a few MH/s, and none takes a megawatt or
// less than a hundredth of a joule for a TH.
func likely(m hardware.Machine) bool {
	perTH := float64(m.Power) / float64(m.Hashrate) * 1e12
	return m.Usable() && m.Hashrate > 1e6 && m.Hashrate < 1e18 && m.Power < 1e6 && perTH > 0.01 &&
		!math.IsInf(perTH, 0)
}

// facts reads offer, history, day and spot price.
func (f document) facts(e *assay.Evidence) error {
	offered, err := f.Offer.read("offer")
	if err != nil {
		return err
	}
	if e.Offer, _, err = offer.Parse("offer in the evidence", offered); err != nil {
		return err
	}
	history, err := f.History.read("history")
	if err != nil {
		return err
	}
	if e.History, err = market.Parse(history); err != nil {
		return fmt.Errorf("history in the evidence: %w", err)
	}
	if f.AsOf != "" {
		d, err := units.ParseISODate(f.AsOf)
		if err != nil {
			return fmt.Errorf("as_of: %w", err)
		}
		e.AsOf = &d
	}
	if e.Spot, err = f.Spot.read(); err != nil {
		return fmt.Errorf("spot: %w", err)
	}
	if e.Forward, err = f.Forward.read(); err != nil {
		return fmt.Errorf("forward: %w", err)
	}
	return nil
}
