package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/redflag"
)

// maxLine bounds one line of JSON: an offer document may be 1 MiB, and escapes may double it.
const maxLine = 4 << 20

// screening is one run of `assay screen`: lines in, lines out, nothing kept but a few bytes of each
// labelled record.
type screening struct {
	format string
	brief  bool
	hist   *market.History
	labels []labelled
	bad    int
}

func screenCommand(p *program) *cobra.Command {
	s := &screening{}
	var history string
	cmd := &cobra.Command{
		Use:   "screen FILE.jsonl",
		Short: "Judge thousands of offers in one run, one JSON line each",
		Long: "Judge each line of a file and print a line of JSON for it: id, verdict, findings. With --format offer a\n" +
			"line is an offer document as JSON (an \"id\" beside its keys is kept); with --format corpus it is a record\n" +
			"of a labelled collection, and a table of verdicts against labels goes to stderr. A line that cannot be\n" +
			"read gives a line with \"error\", and the run goes on. \"-\" reads standard input.",
		Example: "  assay screen offers.jsonl > verdicts.jsonl\n" +
			"  assay screen --format corpus corpus.jsonl > verdicts.jsonl",
		Args: arguments(1, 1, "a file of JSON lines"),
		RunE: func(cmd *cobra.Command, paths []string) error {
			if s.format != "offer" && s.format != "corpus" {
				return &misuse{fmt.Sprintf("--format %q is not known", s.format), "write --format offer or --format corpus"}
			}
			var err error
			if s.hist, err = p.history(history); err != nil {
				return err
			}
			in := p.in
			if paths[0] != "-" {
				file, err := os.Open(paths[0])
				if err != nil {
					return missingFile(paths[0], err)
				}
				defer file.Close()
				in = file
			}
			return s.run(cmd, p, in)
		},
	}
	cmd.Flags().StringVar(&s.format, "format", "offer", "`FORM` of a line: offer or corpus")
	cmd.Flags().BoolVar(&s.brief, "brief", false, "only the findings that are present")
	historyFlag(cmd, &history)
	return cmd
}

// screened is one line of output.
type screened struct {
	ID       string            `json:"id"`
	Line     int               `json:"line"`
	Label    string            `json:"label,omitempty"`
	Verdict  *screenedVerdict  `json:"verdict,omitempty"`
	Findings []redflag.Finding `json:"findings,omitempty"`
	Error    string            `json:"error,omitempty"`
}

type screenedVerdict struct {
	ContractRisk string   `json:"contract_risk"`
	Trust        string   `json:"trust"`
	Sentence     string   `json:"sentence"`
	Because      []string `json:"because"`
	Questions    []string `json:"questions"`
}

func (s *screening) run(cmd *cobra.Command, p *program, in io.Reader) error {
	lines := bufio.NewReaderSize(in, 64<<10)
	out := bufio.NewWriter(p.out)
	for n := 1; ; n++ {
		if err := cmd.Context().Err(); err != nil {
			return errors.Join(err, out.Flush())
		}
		line, tooLong, err := boundedLine(lines)
		if len(bytes.TrimSpace(line)) > 0 || tooLong {
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
	}
	_, err := out.Write(line.Bytes())
	return err
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
	asOf, _ := flagDay(&o, dateFlag(), s.hist)
	r := redflag.Judge(redflag.Gather(o, asOf, s.hist))
	one.Verdict = &screenedVerdict{r.ContractRisk.Word, r.Trust.Word, r.Sentence(), r.Trust.Rules, r.Questions}
	for _, f := range r.Findings {
		if !s.brief || f.State == redflag.Present {
			one.Findings = append(one.Findings, f)
		}
	}
	if record != nil && record.Label != "" {
		s.labels = append(s.labels, record.labelled(r.Trust.Word))
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
