package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/redflag"
)

// maxLine bounds one line of JSON: an offer document may be 1 MiB, and escapes may double it.
const maxLine = 4 << 20

// screening is one run of `assay screen`: lines in, lines out, nothing kept but a few bytes of each
// labelled record.
type screening struct {
	format  string
	brief   bool
	from    int // first line that is judged
	hist    *market.History
	judging *judging
	markets func(assay.MarketKey) (*assay.Market, error)
	labels  []labelled
	good    int
	bad     int
}

func screenCommand(p *program) *cobra.Command {
	s := &screening{}
	cmd := &cobra.Command{
		Use:   "screen FILE.jsonl",
		Short: "Judge thousands of offers in one run, one JSON line each",
		Long: "Judge each line of a file and print a line of JSON for it: id, verdict, findings. With --format offer a\n" +
			"line is an offer document as JSON (an \"id\" beside its keys is kept); with --format corpus it is a record\n" +
			"of a labelled collection, and a table of verdicts against labels goes to stderr. A line that cannot be\n" +
			"read gives a line with \"error\", and the run goes on. \"-\" reads standard input. The economics are those of\n" +
			"evaluate without clauses, alternatives and size, on fewer markets (--paths). A run that was cut goes on with\n" +
			"--from-line at the line that it names.",
		Example: "  assay screen offers.jsonl > verdicts.jsonl\n" +
			"  assay screen --from-line 50001 offers.jsonl >> verdicts.jsonl\n" +
			"  assay screen --format corpus corpus.jsonl > verdicts.jsonl",
		Args: arguments(1, 1, "a file of JSON lines"),
		RunE: func(cmd *cobra.Command, paths []string) error {
			if s.format != "offer" && s.format != "corpus" {
				return &misuse{fmt.Sprintf("--format %q is not known", s.format), "write --format offer or --format corpus"}
			}
			var err error
			if s.hist, err = p.history(s.judging.history); err != nil {
				return err
			}
			s.markets = keepMarkets(s.hist)
			in, size := p.in, int64(-1)
			if paths[0] != "-" {
				file, err := os.Open(paths[0])
				if err != nil {
					return missingFile(paths[0], err)
				}
				defer file.Close()
				if info, err := file.Stat(); err == nil {
					size = info.Size()
				}
				in = file
			}
			return s.run(cmd, p, in, size)
		},
	}
	cmd.Flags().StringVar(&s.format, "format", "offer", "`FORM` of a line: offer or corpus")
	cmd.Flags().BoolVar(&s.brief, "brief", false, "only the findings that are present")
	cmd.Flags().IntVar(&s.from, "from-line", 1, "first `LINE` to judge, to go on where a run was cut")
	s.judging = judgingFlags(cmd)
	paths := cmd.Flags().Lookup("paths")
	paths.DefValue = fmt.Sprint(screenPaths)
	s.judging.paths = screenPaths
	return cmd
}

// screenPaths is the number of simulated markets of a screening: a quarter of evaluate's, which doubles
// the standard error of a chance to at most 0.8 points.
const screenPaths = 4096

// keptMarkets bounds the memory of a run whose offers were seen on many days, in bytes of markets; the
// scratch of screening takes about as much again.
const keptMarkets = 128 << 20

// keepMarkets simulates each market once and keeps the last used ones within keptMarkets.
func keepMarkets(h *market.History) func(assay.MarketKey) (*assay.Market, error) {
	var kept []*assay.Market // last used last
	size := 0
	return func(k assay.MarketKey) (*assay.Market, error) {
		if i := slices.IndexFunc(kept, func(m *assay.Market) bool { return m.Key == k }); i >= 0 {
			m := kept[i]
			kept = append(slices.Delete(kept, i, i+1), m)
			return m, nil
		}
		m, err := assay.NewMarket(k, h)
		if err != nil {
			return nil, err
		}
		kept, size = append(kept, m), size+m.Bytes()
		for size > keptMarkets && len(kept) > 1 {
			size -= kept[0].Bytes()
			kept = slices.Delete(kept, 0, 1)
		}
		return m, nil
	}
}

// screened is one line of output.
type screened struct {
	ID        string             `json:"id"`
	Line      int                `json:"line"`
	Label     string             `json:"label,omitempty"`
	AsOf      string             `json:"as_of,omitempty"`
	Verdict   *screenedVerdict   `json:"verdict,omitempty"`
	Economics *screenedEconomics `json:"economics,omitempty"`
	Findings  []redflag.Finding  `json:"findings,omitempty"`
	Error     string             `json:"error,omitempty"`
}

// screenedEconomics are the figures that offers are ranked by.
type screenedEconomics struct {
	BTCEfficiency   *assay.Dist        `json:"btc_efficiency"`
	ProbBeatsBuying *float64           `json:"prob_beats_buying"`
	FairUpfront     *assay.FairUpfront `json:"fair_upfront_usd_per_th"`
	AskedUSDPerTH   *float64           `json:"asked_usd_per_th"`
}

type screenedVerdict struct {
	Economics    string   `json:"economics"`
	ContractRisk string   `json:"contract_risk"`
	Trust        string   `json:"trust"`
	Sentence     string   `json:"sentence"`
	Because      []string `json:"because"`
	Questions    []string `json:"questions"`
}

func (s *screening) run(cmd *cobra.Command, p *program, in io.Reader, size int64) error {
	bar := p.byteBar(size)
	defer bar.Finish()
	lines := bufio.NewReaderSize(io.TeeReader(in, bar), 64<<10)
	out := bufio.NewWriter(p.out)
	for n := 1; ; n++ {
		if err := cmd.Context().Err(); err != nil {
			p.hint("go on with: --from-line %d", max(n, s.from))
			return errors.Join(err, out.Flush())
		}
		line, tooLong, err := boundedLine(lines)
		if n >= s.from && (len(bytes.TrimSpace(line)) > 0 || tooLong) {
			if werr := s.write(out, s.judge(line, n, tooLong)); werr != nil {
				return werr
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.Join(fmt.Errorf("read line %d: %w", n, err), out.Flush())
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	bar.Finish()
	fmt.Fprintf(p.err, "%s judged, %d could not be read\n", plural(s.good, "offer"), s.bad)
	if s.bad > 0 {
		p.hint("%s could not be read; the line of output says why", plural(s.bad, "line"))
	}
	if len(s.labels) > 0 {
		return corpusReport(p.err, s.labels)
	}
	return nil
}

// write prints one line; what cannot be printed gives a line with its error, and the run goes on.
func (s *screening) write(out io.Writer, one screened) error {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(one); err != nil {
		one = screened{ID: one.ID, Line: one.Line, Label: one.Label, Error: err.Error()}
		line.Reset()
		if err := enc.Encode(one); err != nil {
			return err
		}
	}
	if one.Error != "" {
		s.bad++
	} else {
		s.good++
	}
	_, err := out.Write(line.Bytes())
	return err
}

// byteBar shows how far a file of size bytes is read (-1: not known), on stderr where it is a terminal.
func (p *program) byteBar(size int64) *progressbar.ProgressBar {
	out := p.err
	if !terminal(out) {
		out = io.Discard
	}
	return progressbar.NewOptions64(size, progressbar.OptionSetWriter(out), progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
}

// boundedLine reads one line; of a line longer than maxLine it keeps the beginning and skips the rest.
func boundedLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if room := maxLine - len(line); room > 0 {
			line = append(line, part[:min(len(part), room)]...)
		}
		tooLong = tooLong || len(part) > 0 && len(line) >= maxLine
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}

// judge is the answer to one line.
func (s *screening) judge(line []byte, n int, tooLong bool) screened {
	one := screened{Line: n}
	if tooLong {
		one.Error = fmt.Sprintf("line %d is longer than %d MiB; quote only the terms that matter", n, maxLine>>20)
		return one
	}
	o, record, err := s.read(&one, line, n)
	if err != nil {
		one.Error = err.Error()
		return one
	}
	f := &offerFile{name: one.ID, offer: o}
	e := s.judging.evidence(f, s.hist)
	e.Choices.Brief = true
	v, err := assay.EvaluateOn(e, s.markets)
	if err != nil {
		one.Error = fmt.Sprintf("line %d: %v", n, err)
		return one
	}
	w := v.Verdict
	one.AsOf = v.AsOf
	one.Verdict = &screenedVerdict{w.Economics, w.ContractRisk, w.Trust, w.Sentence, []string{w.Because.Economics, w.Because.ContractRisk, w.Because.Trust}, w.Questions}
	one.Economics = &screenedEconomics{v.Economics.BTCEfficiency, v.Economics.ProbBeatsBuying, v.Economics.FairUpfront, v.Economics.AskedUSDPerTH}
	for _, f := range v.Findings {
		if !s.brief || f.State == redflag.Present {
			one.Findings = append(one.Findings, f)
		}
	}
	if record != nil && record.Label != "" {
		s.labels = append(s.labels, record.labelled(w.Trust))
	}
	return one
}

// read is the offer of one line, and the record where it is one of a collection.
func (s *screening) read(one *screened, line []byte, n int) (contract.Offer, *corpusRecord, error) {
	if s.format == "corpus" {
		r, err := readCorpus(line)
		one.ID, one.Label = r.ID, r.Label
		if err != nil {
			return contract.Offer{}, nil, fmt.Errorf("line %d: %w", n, err)
		}
		return r.document(), &r, nil
	}
	id, doc := takeID(line)
	one.ID = id
	o, _, err := contract.Parse(fmt.Sprintf("line %d", n), doc)
	if id == "" && err == nil {
		one.ID = describeID(o)
	}
	return o, nil, err
}

// takeID takes a text "id" out of a line that is a JSON object; the document itself has no such key.
func takeID(line []byte) (id string, doc []byte) {
	var keys map[string]json.RawMessage
	if json.Unmarshal(line, &keys) != nil || keys["id"] == nil || json.Unmarshal(keys["id"], &id) != nil {
		return "", line
	}
	delete(keys, "id")
	doc, err := json.Marshal(keys)
	if err != nil {
		return id, line
	}
	return id, doc
}

// describeID names an offer without an id.
func describeID(o contract.Offer) string {
	switch {
	case o.Provider.Name != "" && o.Product != "":
		return o.Provider.Name + " / " + o.Product
	case o.Product != "":
		return o.Product
	}
	return o.Provider.Name
}
