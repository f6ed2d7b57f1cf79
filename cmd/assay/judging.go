package main

import (
	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
)

// judging is what the flags of the verbs that judge say about the facts and the choices.
type judging struct {
	commandline.Settings
	history string
}

// judgingFlags adds the flags that evaluate shares with other judging verbs; paths is how many markets
// are simulated where nobody says.
func judgingFlags(cmd *cobra.Command, paths int) *judging {
	j := &judging{}
	j.Choices.Paths = paths
	for _, s := range assay.Settings() {
		j.Flags(cmd, s.Name)
	}
	commandline.Complete(cmd, string(need.Machine), commandline.UsableNames)
	historyFlag(cmd, &j.history)
	cmd.PreRunE = func(*cobra.Command, []string) error { return j.check() }
	return j
}

// check refuses what no single flag is wrong about.
func (j *judging) check() error {
	if err := j.CheckSettings(); err != nil {
		return &misuse{what: err.Error(), hint: "add --my-power, as in --my-power 0.08USD/kWh"}
	}
	return nil
}

// joined joins an offer with the facts and the flags.
func (j *judging) joined(f *offerFile, h *market.History) assay.Evidence {
	e := j.Evidence
	e.Version, e.Offer, e.History = version(), f.offer, h
	for _, w := range f.warnings {
		e.Warnings = append(e.Warnings, w.String())
	}
	return e
}
