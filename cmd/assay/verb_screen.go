package main

import (
	"bufio"
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
	"github.com/assaymining/assay/units"
)

// screening is what the flags of `assay screen` say.
type screening struct {
	corpus.Screening
	format  string
	hist    *market.History
	judging *judging
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
	cmd.Flags().BoolVar(&s.Brief, "brief", false, "only the findings that are present")
	cmd.Flags().IntVar(&s.From, "from-line", 1, "first `LINE` to judge, to go on where a run was cut")
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
	s.Records = s.format == "corpus"
	s.Shelf = simulated.NewShelf(s.hist, shelfBytes)
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

func (s *screening) run(cmd *cobra.Command, p *program, in io.Reader, size int64) error {
	bar, finish := console.Bytes(p.err, size)
	defer finish()
	s.Evidence = func(o offer.Offer) assay.Evidence { return s.judging.joined(&offerFile{offer: o}, s.hist) }
	out := bufio.NewWriter(p.out)
	next, err := s.Run(cmd.Context(), io.TeeReader(in, bar), func(lines [][]byte) error {
		for _, l := range lines {
			if _, err := out.Write(console.Escaped(l)); err != nil {
				return err
			}
		}
		return out.Flush()
	})
	if err != nil && cmd.Context().Err() != nil {
		p.hint("go on with: --from-line %d", next)
	}
	if err != nil {
		return err
	}
	finish()
	fmt.Fprintf(p.err, "%s judged, %d could not be read\n", units.ShowCount(s.Good, "offer"), s.Bad)
	if s.Bad > 0 {
		p.hint("%s could not be read; the line of output says why", units.ShowCount(s.Bad, "line"))
	}
	if len(s.Labels) > 0 {
		return corpus.WriteReport(p.err, s.Labels)
	}
	return nil
}
