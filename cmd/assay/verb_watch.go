package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/assaymining/assay/adapter/watch"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/cmd/assay/watched"
	"github.com/assaymining/assay/units"
	"github.com/spf13/cobra"
)

// changedExit is the exit code of a look that found a change.
const changedExit = 3

// stateChanged is no error: somebody is to look.
type stateChanged struct{ n int }

// Error says how many changed.
func (c *stateChanged) Error() string { return units.ShowCount(c.n, "state") + " changed" }

// watching is what the flags of `assay watch` say.
type watching struct {
	watch.Watch
	every time.Duration
}

func watchCommand(p *program) *cobra.Command {
	w := &watching{}
	cmd := &cobra.Command{
		Use:   "watch FILE...",
		Short: "Rerun audits and offers; tell when a state changes",
		Long: commandline.Prose(`
Look once, or again and again with --every, and tell when the answer is another than at the last look: a
line on standard output, the exit code 3, a command, a web address. A change is told once, also after a
restart: what was seen is kept in a file. What could not be told is told at the next look. A FILE is an
offer, or says how to repeat an audit, with the flags of "assay audit" as keys and paths beside the file:

  schema: assay/watch/v1
  name: my account
  audit: {payouts: [earnings.csv], hashrate: 250TH/s, fee: 2%}   # or contract: contract.yaml`),
		Example: "  assay watch account.yaml offer.yaml\n" +
			"  assay watch --every 6h --webhook https://example.com/hook account.yaml\n" +
			"  assay watch --command 'mail -s assay me@example.com' account.yaml",
		Args: commandline.Arguments(1, -1, "a file to watch"),
		RunE: func(cmd *cobra.Command, paths []string) error { return w.run(cmd.Context(), p, paths) },
	}
	f := cmd.Flags()
	f.DurationVar(&w.every, "every", 0, "look again after this `TIME`, as 6h (default: look once)")
	f.StringVar(&w.State, "state", "", "`FILE` that keeps what was seen (default: .assay-watch.json beside "+
		"the first file)")
	f.StringVar(&w.Command, "command", "", "`COMMAND` to run for a change, which gets it as JSON on "+
		"standard input")
	f.StringVar(&w.Webhook, "webhook", "", "`URL` to which a change is sent as JSON")
	return cmd
}

// run looks once or until it is interrupted.
func (w *watching) run(ctx context.Context, p *program, paths []string) error {
	if w.every != 0 && w.every < time.Minute {
		return &misuse{fmt.Sprintf("--every %s is too often", w.every),
			"facts change once a day; write --every 6h"}
	}
	if !watch.Sendable(w.Webhook) {
		return &misuse{fmt.Sprintf("--webhook %q is no web address", w.Webhook),
			"write https://example.com/hook"}
	}
	if w.State == "" {
		w.State = filepath.Join(filepath.Dir(paths[0]), ".assay-watch.json")
	}
	w.Out, w.Err, w.Ask = p.out, p.err, p.stateOf
	w.Complain = func(err error) { p.complain(unreadable(err)) }
	w.Keep = func(data []byte) error { return replaceFile(w.State, data, private) }
	if w.every == 0 {
		return w.look(ctx, paths)
	}
	w.Again(ctx, paths, w.every)
	return nil
}

// unreadable says what to do about a file that does not hold what was seen.
func unreadable(err error) error {
	if as[*watch.Unreadable](err) {
		return &misuse{err.Error(), "remove it to begin anew, or name another with --state"}
	}
	return err
}

// look asks for every state once. One that cannot be told does not keep the others from being asked for.
func (w *watching) look(ctx context.Context, paths []string) error {
	changed, failed, err := w.Look(ctx, paths)
	if err != nil {
		return unreadable(err)
	}
	if len(failed) == 0 && changed > 0 {
		return seen{&stateChanged{changed}}
	}
	var worst error
	for _, err := range failed {
		if worst == nil || exitCode(err) > exitCode(worst) {
			worst = seen{err}
		}
	}
	return worst
}

// stateOf is the state of an offer, or of the audit that a file tells how to repeat.
func (p *program) stateOf(ctx context.Context, path string) (watch.Sighting, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return watch.Sighting{}, missingFile(path, err)
	}
	if !watched.Is(data) {
		return p.offerState(ctx, path)
	}
	name, args, err := watched.Audit(path, data)
	if err != nil {
		return watch.Sighting{}, err
	}
	out, err := p.inner(ctx, auditCommand, args)
	if err != nil {
		return watch.Sighting{}, err
	}
	var r struct{ State, Sentence string }
	if err := json.Unmarshal(out, &r); err != nil {
		return watch.Sighting{}, err
	}
	return watch.Sighting{Name: name, File: path, State: r.State, Sentence: r.Sentence}, nil
}

// offerState is the three verdicts on an offer.
func (p *program) offerState(ctx context.Context, path string) (watch.Sighting, error) {
	out, err := p.inner(ctx, evaluateCommand, []string{"--json", "--", path})
	if err != nil {
		return watch.Sighting{}, err
	}
	var v struct {
		Verdict struct {
			Economics    string `json:"economics"`
			ContractRisk string `json:"contract_risk"`
			Trust        string `json:"trust"`
			Sentence     string `json:"sentence"`
		} `json:"verdict"`
	}
	if err := json.Unmarshal(out, &v); err != nil {
		return watch.Sighting{}, err
	}
	r := v.Verdict
	return watch.Sighting{Name: path, File: path, Sentence: r.Sentence,
		State: fmt.Sprintf("economics %s, contract risk %s, trust %s", r.Economics, r.ContractRisk,
			r.Trust)}, nil
}

// inner runs another verb and gives what it prints; what it says beside that is left out.
func (p *program) inner(ctx context.Context, verb func(*program) *cobra.Command, args []string) ([]byte,
	error) {
	var out bytes.Buffer
	cmd := verb(&program{in: strings.NewReader(""), out: &out, err: io.Discard, env: p.env})
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetFlagErrorFunc(commandline.FlagMistake)
	cmd.SetArgs(args)
	cmd.SetOut(io.Discard)
	err := cmd.ExecuteContext(ctx)
	return out.Bytes(), err
}
