package assay

import (
	"fmt"
	"slices"

	"github.com/assaymining/assay/economics/setting"
	"github.com/assaymining/assay/need"
)

// Setting is one thing that a reader may set about a judgement. Programs make a flag of it, pages a field
// and the API a parameter, all of the same name and read in the same way.
type Setting = setting.Setting

// Settings are all settings in the order in which they are offered.
func Settings() []Setting { return setting.Settings() }

// SettingOf is the setting of a name.
func SettingOf(name need.Setting) (Setting, bool) { return setting.Of(name) }

func (e *Evidence) target() setting.Target {
	return setting.Target{AsOf: &e.AsOf, Overrides: &e.Overrides, Choices: &e.Choices}
}

// Set reads a text as the setting of that name into the evidence. The error says how it is written; the
// evidence then stays as it was.
func (e *Evidence) Set(name need.Setting, text string) error {
	s, ok := SettingOf(name)
	if !ok {
		return fmt.Errorf("there is no setting %s", name)
	}
	return s.Read(e.target(), text)
}

// Text is what a setting is set to, as Set reads it; empty: not set.
func (e *Evidence) Text(name need.Setting) string {
	s, ok := SettingOf(name)
	if !ok {
		return ""
	}
	return s.Print(e.target())
}

// CheckSettings refuses settings that make no sense together.
func (e *Evidence) CheckSettings() error {
	if e.Choices.Machine != nil && e.Choices.PowerUSD == 0 {
		return fmt.Errorf("%s names a machine, but not what its power costs", need.Machine)
	}
	return nil
}

// Said is the verdict with the places of settings in its messages filled for those who read it. The
// verdict itself, as it is published, keeps the names.
func (v *Verdict) Said(words need.Words) *Verdict {
	say := func(s string) string { return need.Say(s, words) }
	all := func(in []string) []string {
		out := make([]string, len(in))
		for i, s := range in {
			out[i] = say(s)
		}
		return out
	}
	said := *v
	said.Assumptions, said.Warnings = all(v.Assumptions), all(v.Warnings)
	said.Verdict.Sentence = say(v.Verdict.Sentence)
	because := &said.Verdict.Because
	because.Economics = say(because.Economics)
	because.ContractRisk, because.Trust = say(because.ContractRisk), say(because.Trust)
	said.Verdict.Reasons, said.Verdict.Questions = all(v.Verdict.Reasons), all(v.Verdict.Questions)
	said.Alternatives = slices.Clone(v.Alternatives)
	for i := range said.Alternatives {
		a := &said.Alternatives[i]
		a.Says, a.Needs = say(a.Says), say(a.Needs)
	}
	return &said
}

// Said is the replay with the places of settings in its messages filled, as Verdict.Said.
func (r *Replayed) Said(words need.Words) *Replayed {
	said := *r
	said.Assumed = make([]string, len(r.Assumed))
	for i, s := range r.Assumed {
		said.Assumed[i] = need.Say(s, words)
	}
	return &said
}

// Said is the comparison with the places of settings in its messages filled, as Verdict.Said.
func (c *Comparison) Said(words need.Words) *Comparison {
	said := *c
	said.Rows, said.Warnings = slices.Clone(c.Rows), slices.Clone(c.Warnings)
	for i := range said.Rows {
		r := &said.Rows[i]
		r.Says, r.Needs = need.Say(r.Says, words), need.Say(r.Needs, words)
	}
	for i, w := range said.Warnings {
		said.Warnings[i] = need.Say(w, words)
	}
	return &said
}
