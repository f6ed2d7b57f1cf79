package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
)

// watchSchema names the form of a file that says how to repeat an audit.
const watchSchema = "assay/watch/v1"

// changedExit is the exit code of a look that found a change.
const changedExit = 3

// stateChanged is no error: somebody is to look.
type stateChanged struct{ n int }

// Error says how many changed.
func (c *stateChanged) Error() string { return plural(c.n, "state") + " changed" }

// watching is what the flags of `assay watch` say.
type watching struct {
	every   time.Duration
	state   string
	command string
	webhook string
}

func watchCommand(p *program) *cobra.Command {
	w := &watching{}
	cmd := &cobra.Command{
		Use:   "watch FILE...",
		Short: "Rerun audits and offers; tell when a state changes",
		Long: prose(`
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
		Args: arguments(1, -1, "a file to watch"),
		RunE: func(cmd *cobra.Command, paths []string) error { return w.run(cmd.Context(), p, paths) },
	}
	f := cmd.Flags()
	f.DurationVar(&w.every, "every", 0, "look again after this `TIME`, as 6h (default: look once)")
	f.StringVar(&w.state, "state", "", "`FILE` that keeps what was seen (default: .assay-watch.json beside "+
		"the first file)")
	f.StringVar(&w.command, "command", "", "`COMMAND` to run for a change, which gets it as JSON on "+
		"standard input")
	f.StringVar(&w.webhook, "webhook", "", "`URL` to which a change is sent as JSON")
	return cmd
}

// run looks once or until it is interrupted.
func (w *watching) run(ctx context.Context, p *program, paths []string) error {
	if w.every != 0 && w.every < time.Minute {
		return &misuse{fmt.Sprintf("--every %s is too often", w.every),
			"facts change once a day; write --every 6h"}
	}
	if err := checkWebhook(w.webhook); err != nil {
		return err
	}
	if w.state == "" {
		w.state = filepath.Join(filepath.Dir(paths[0]), ".assay-watch.json")
	}
	for {
		err := w.look(ctx, p, paths)
		if w.every == 0 || ctx.Err() != nil {
			return err
		}
		if err != nil && !as[*stateChanged](err) && !as[seen](err) {
			p.complain(err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(w.every):
		}
	}
}

// look asks for every state and tells those that changed. The file of what was seen is written before a
// change is told, so that a restart in between tells nothing twice, and again where telling failed.
func (w *watching) look(ctx context.Context, p *program, paths []string) error {
	kept, err := readSeen(w.state)
	if err != nil {
		return err
	}
	var worst error
	changed := 0
	for _, path := range paths {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		now, err := p.stateOf(ctx, path)
		if err != nil {
			p.complain(fmt.Errorf("%s: %w", path, err))
			if worst == nil || exitCode(err) > exitCode(worst) {
				worst = seen{err}
			}
			continue
		}
		told, err := w.note(ctx, p, kept, now)
		if err != nil {
			return err
		}
		if told {
			changed++
		}
	}
	if worst == nil && changed > 0 {
		return seen{&stateChanged{changed}}
	}
	return worst
}

// note keeps what was seen, and tells it where it changed. It reports whether it did.
func (w *watching) note(ctx context.Context, p *program, kept sightings, now sighting) (bool, error) {
	key, err := filepath.Abs(now.File)
	if err != nil {
		return false, err
	}
	before, known := kept[key]
	switch {
	case !known:
		fmt.Fprintf(p.out, "%s: %s\n", now.Name, now.State)
		kept[key] = now
		return false, kept.write(w.state)
	case before.Untold:
		now.From = before.From
	case before.State != now.State:
		now.From = before.State
	default:
		return false, nil
	}
	kept[key] = now
	if err := kept.write(w.state); err != nil {
		return false, err
	}
	if now.From == now.State { // changed and back before it could be told
		return false, nil
	}
	if err := w.tell(ctx, p, now); err != nil {
		p.complain(fmt.Errorf("%s: the change could not be told: %w", now.File, err))
		now.Untold = true
		kept[key] = now
		return true, kept.write(w.state)
	}
	return true, nil
}

// sighting is the state of one file at a look, and a change as it is told.
type sighting struct {
	Name     string `json:"name"`
	File     string `json:"file"`
	From     string `json:"from,omitempty"` // the state before
	State    string `json:"state"`
	Sentence string `json:"sentence"`
	Untold   bool   `json:"untold,omitempty"`
}

// sightings are what was seen, by file.
type sightings map[string]sighting

func readSeen(path string) (sightings, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return sightings{}, nil
	}
	if err != nil {
		return nil, err
	}
	s := sightings{}
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, &misuse{fmt.Sprintf("%s does not hold what was seen: %v", path, err),
			"remove it to begin anew, or name another with --state"}
	}
	return s, nil
}

func (s sightings) write(path string) error {
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	if err := replaceFile(path, append(data, '\n'), private); err != nil {
		return fmt.Errorf("keep what was seen: %w", err)
	}
	return nil
}

// watchFile says how to repeat an audit.
type watchFile struct {
	Schema string         `yaml:"schema"`
	Name   string         `yaml:"name"`
	Audit  map[string]any `yaml:"audit"`
}

// stateOf is the state of an offer, or of the audit that a file tells how to repeat.
func (p *program) stateOf(ctx context.Context, path string) (sighting, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return sighting{}, missingFile(path, err)
	}
	if !bytes.Contains(data[:min(len(data), 4096)], []byte(watchSchema)) {
		return p.offerState(ctx, path)
	}
	var w watchFile
	if err := yaml.UnmarshalWithOptions(data, &w, yaml.Strict()); err != nil {
		return sighting{}, &misuse{what: "not a file of " + watchSchema + ": " + err.Error()}
	}
	args, err := w.args(filepath.Dir(path))
	if err != nil {
		return sighting{}, err
	}
	out, err := p.inner(ctx, auditCommand, args)
	if err != nil {
		return sighting{}, err
	}
	var r struct{ State, Sentence string }
	if err := json.Unmarshal(out, &r); err != nil {
		return sighting{}, err
	}
	if w.Name == "" {
		w.Name = path
	}
	return sighting{Name: w.Name, File: path, State: r.State, Sentence: r.Sentence}, nil
}

// offerState is the three verdicts on an offer.
func (p *program) offerState(ctx context.Context, path string) (sighting, error) {
	out, err := p.inner(ctx, evaluateCommand, []string{"--json", "--", path})
	if err != nil {
		return sighting{}, err
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
		return sighting{}, err
	}
	r := v.Verdict
	return sighting{Name: path, File: path, Sentence: r.Sentence,
		State: fmt.Sprintf("economics %s, contract risk %s, trust %s", r.Economics, r.ContractRisk,
			r.Trust)}, nil
}

// args are the arguments of the audit, its paths taken from the folder of the file.
func (w *watchFile) args(folder string) ([]string, error) {
	args := []string{"--json"}
	var files []string
	beside := func(v any) string {
		if s := fmt.Sprint(v); filepath.IsAbs(s) {
			return s
		}
		return filepath.Join(folder, fmt.Sprint(v))
	}
	var names []string
	for name := range w.Audit {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value := w.Audit[name]
		list, many := value.([]any)
		if !many {
			list = []any{value}
		}
		for _, v := range list {
			switch name {
			case "contract":
				files = slices.Insert(files, 0, beside(v))
			case "payouts":
				files = append(files, beside(v))
			case "json", "html", "pdf", "export", "evidence", "force":
				return nil, &misuse{what: fmt.Sprintf("%q has no place in what is watched: it writes", name)}
			case "counts", "history":
				args = append(args, "--"+name+"="+beside(v))
			default:
				args = append(args, fmt.Sprintf("--%s=%v", strings.ReplaceAll(name, "_", "-"), v))
			}
		}
	}
	return append(append(args, "--"), files...), nil
}

// inner runs another verb and gives what it prints; what it says beside that is left out.
func (p *program) inner(ctx context.Context, verb func(*program) *cobra.Command, args []string) ([]byte,
	error) {
	var out bytes.Buffer
	cmd := verb(&program{in: strings.NewReader(""), out: &out, err: io.Discard, env: p.env})
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetFlagErrorFunc(flagMistake)
	cmd.SetArgs(args)
	cmd.SetOut(io.Discard)
	err := cmd.ExecuteContext(ctx)
	return out.Bytes(), err
}
