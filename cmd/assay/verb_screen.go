package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/corpus"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

// screening is one run of `assay screen`: lines in, lines out, nothing kept but a few bytes of each
// labelled record.
type screening struct {
	format  string
	brief   bool
	from    int // first line that is judged
	hist    *market.History
	judging *judging
	shelf   *simulated.Shelf
	labels  []corpus.Labelled
	good    int
	bad     int
}

func screenCommand(p *program) *cobra.Command {
	s := &screening{}
	cmd := &cobra.Command{
		Use:   "screen FILE.jsonl",
		Short: "Judge thousands of offers in one run, one JSON line each",
		Long: commandline.Prose(`
Judge each line of a file and print a line of JSON for it: id, verdict, findings. With --format offer a
line is an offer document as JSON (an "id" beside its keys is kept); with --format corpus it is a record
of a labelled collection, and a table of verdicts against labels goes to stderr. A line that cannot be
read gives a line with "error", and the run goes on. "-" reads standard input. The economics are those of
evaluate without clauses, alternatives and size, on fewer markets (--paths). A run that was cut goes on with
--from-line at the line that it names.`),
		Example: "  assay screen offers.jsonl > verdicts.jsonl\n" +
			"  assay screen --from-line 50001 offers.jsonl >> verdicts.jsonl\n" +
			"  assay screen --format corpus corpus.jsonl > verdicts.jsonl",
		Args: commandline.Arguments(1, 1, "a file of JSON lines"),
		RunE: func(cmd *cobra.Command, paths []string) error { return runScreen(cmd, p, s, paths[0]) },
	}
	cmd.Flags().StringVar(&s.format, "format", "offer", "`FORM` of a line: offer or corpus")
	cmd.Flags().BoolVar(&s.brief, "brief", false, "only the findings that are present")
	cmd.Flags().IntVar(&s.from, "from-line", 1, "first `LINE` to judge, to go on where a run was cut")
	s.judging = judgingFlags(cmd, assay.ScreenPaths)
	return cmd
}

func runScreen(cmd *cobra.Command, p *program, s *screening, path string) error {
	if s.format != "offer" && s.format != "corpus" {
		return &misuse{
			fmt.Sprintf("--format %q is not known", s.format),
			"write --format offer or --format corpus",
		}
	}
	var err error
	if s.hist, err = p.history(s.judging.history); err != nil {
		return err
	}
	s.shelf = simulated.NewShelf(s.hist, shelfBytes)
	if path == "-" {
		return s.run(cmd, p, p.in, -1)
	}
	file, err := os.Open(path)
	if err != nil {
		return missingFile(path, err)
	}
	defer file.Close()
	size := int64(-1)
	if info, err := file.Stat(); err == nil {
		size = info.Size()
	}
	return s.run(cmd, p, file, size)
}

// shelfBytes bounds the memory of a run whose offers were seen on many days: markets and the scratch of
// screening, which is counted as if it were all used.
const shelfBytes = 512 << 20

// screenedLine is a line of the file and what becomes of it.
type screenedLine struct {
	corpus.Line
	out   []byte
	bad   bool
	label *corpus.Labelled
}

func (s *screening) run(cmd *cobra.Command, p *program, in io.Reader, size int64) error {
	bar, finish := console.Bytes(p.err, size)
	defer finish()
	lines := corpus.NewLines(io.TeeReader(in, bar), s.from)
	out := bufio.NewWriter(p.out)
	for {
		n := lines.Next()
		taken, end := lines.Take()
		all := make([]screenedLine, len(taken))
		for i := range taken {
			all[i].Line = taken[i]
		}
		assay.JudgeAll(
			cmd.Context(),
			s.shelf,
			len(all),
			func(i int, evaluate func(assay.Evidence) (*assay.Verdict, error)) {
				s.judge(&all[i], evaluate)
			},
		)
		if err := cmd.Context().Err(); err != nil {
			p.hint("go on with: --from-line %d", max(n, s.from))
			return errors.Join(err, out.Flush())
		}
		if err := errors.Join(s.write(out, all), out.Flush()); err != nil {
			return err
		}
		if errors.Is(end, io.EOF) {
			break
		}
		if end != nil {
			return fmt.Errorf("read line %d: %w", lines.Next(), end)
		}
	}
	finish()
	fmt.Fprintf(p.err, "%s judged, %d could not be read\n", plural(s.good, "offer"), s.bad)
	if s.bad > 0 {
		p.hint("%s could not be read; the line of output says why", plural(s.bad, "line"))
	}
	if len(s.labels) > 0 {
		return corpus.WriteReport(p.err, s.labels)
	}
	return nil
}

// write prints what became of lines.
func (s *screening) write(out io.Writer, all []screenedLine) error {
	for _, l := range all {
		if l.bad {
			s.bad++
		} else {
			s.good++
		}
		if l.label != nil {
			s.labels = append(s.labels, *l.label)
		}
		if _, err := out.Write(console.Escaped(l.out)); err != nil {
			return err
		}
	}
	return nil
}

// judge answers one line.
func (s *screening) judge(l *screenedLine, evaluate func(assay.Evidence) (*assay.Verdict, error)) {
	var one assay.Screened
	defer func() { l.out, l.bad = one.JSON(), one.Error != "" }()
	if l.TooLong {
		one = assay.Screened{
			Line: l.Number,
			Error: fmt.Sprintf("line %d is longer than %d MiB; quote only the "+
				"terms that matter", l.Number, corpus.MaxLine>>20),
		}
		return
	}
	one, o, record := s.read(l.Text, l.Number)
	if one.Error != "" {
		return
	}
	e := s.judging.joined(&offerFile{name: one.ID, offer: o}, s.hist)
	if one.Judge(e, evaluate) != nil {
		return
	}
	if s.brief {
		one.Present()
	}
	if record != nil && record.Label != "" {
		label := record.Labelled(one.Verdict.Trust)
		l.label = &label
	}
}

// read is the offer of one line, and the record where it is one of a collection.
func (s *screening) read(line []byte, n int) (assay.Screened, offer.Offer, *corpus.Record) {
	if s.format != "corpus" {
		one, o := assay.ReadLine(n, line)
		return one, o, nil
	}
	r, err := corpus.Read(line)
	one := assay.Screened{ID: string(r.ID), Line: n, Label: r.Label}
	if err != nil {
		one.Error = fmt.Sprintf("line %d: %v", n, err)
		return one, offer.Offer{}, nil
	}
	return one, r.Document(), &r
}
