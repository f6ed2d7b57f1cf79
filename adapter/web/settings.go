package web

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/form"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
)

// offered are the settings that pages and the API offer, in the order of the form.
func offered() []assay.Setting {
	return slices.DeleteFunc(assay.Settings(), func(s assay.Setting) bool { return s.Label == "" })
}

// InFields are the words of a page for a setting: the label of its field.
func InFields(name need.Setting, example string) string {
	s, ok := assay.SettingOf(name)
	switch {
	case name == need.Quotes:
		return "not at hand here"
	case !ok && name != need.History:
		return ""
	}
	label := cmp.Or(s.Label, string(name))
	if example != "" {
		example = " " + example
	}
	return "“" + label + "”" + example
}

// inFields is a message for the reader of a page.
func inFields(message string) string { return need.Say(message, InFields) }

// choices are what the address says about the judging, by name of the setting.
func choices(q map[string][]string) map[need.Setting]string {
	out := map[need.Setting]string{}
	for _, s := range offered() {
		if v := q[string(s.Name)]; len(v) > 0 && v[0] != "" {
			out[s.Name] = form.WithUnit(form.Clip(v[0]), s.Unit)
		}
	}
	return out
}

// set reads choices into evidence, as the command line reads its flags.
func set(e *assay.Evidence, chosen map[need.Setting]string) error {
	for _, s := range offered() {
		if text := chosen[s.Name]; text != "" {
			if err := e.Set(s.Name, text); err != nil {
				return &ChoiceError{s.Name, err}
			}
		}
	}
	return nil
}

// evidence joins an offer with the facts and the reader's choices. A *ChoiceError says which choice makes
// no sense; any other error is our own fault.
func (s *Server) evidence(ctx context.Context, o offer.Offer, warnings []offer.Warning,
	chosen map[need.Setting]string) (assay.Evidence, error) {
	e := assay.Evidence{Version: s.Version, Offer: o, History: s.History}
	e.Choices.Paths = cmp.Or(s.Paths, assay.DefaultPaths)
	if err := set(&e, chosen); err != nil {
		return e, err
	}
	who, ok := ctx.Value(clientKey{}).(netip.Addr)
	if ok && !s.allowances.Charge(who, costOf(e), time.Now()) {
		return e, tooMuch()
	}
	for _, w := range warnings {
		e.Warnings = append(e.Warnings, w.String())
	}
	if s.Facts == nil {
		return e, nil
	}
	return e, s.Facts.Complete(ctx, &e)
}

// screened is the evidence on which the offers of a screening are judged, without an offer.
func (s *Server) screened(chosen map[need.Setting]string) (assay.Evidence, error) {
	e := assay.Evidence{Version: s.Version, History: s.History}
	e.Choices.Paths = cmp.Or(s.Paths, assay.ScreenPaths)
	return e, set(&e, chosen)
}
