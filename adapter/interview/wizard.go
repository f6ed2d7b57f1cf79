package interview

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"charm.land/huh/v2"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/question"
)

// Offer asks for an offer and gives its document. What it says may be too little, or contradict itself:
// then lacks says what to mend, and the document holds every answer all the same.
func (w Interview) Offer() (document []byte, lacks, err error) {
	ask := w.askInForm
	if w.Lines {
		ask = w.askLineByLine
	}
	answers, err := ask(question.All())
	if err != nil {
		return nil, nil, err
	}
	offered, wrong := question.Apply(answers)
	switch {
	case wrong == nil:
		return offer.Format(offered), nil, nil
	case strings.Join(slices.Collect(maps.Values(answers)), "") == "":
		return nil, nil, &Refused{
			"nothing was answered, so nothing was written",
			"what is sold, for how long and at what price is a beginning",
		}
	}
	return question.Draft(answers), wrong, nil
}

// due is the answers to the questions that were due: a form keeps what was typed before a change of mind.
func due(questions []question.Question, typed map[string]*string) map[string]string {
	answers := map[string]string{}
	for _, q := range questions {
		if q.Due(answers) {
			answers[q.Path] = *typed[q.Path]
		}
	}
	return answers
}

func (w Interview) askInForm(questions []question.Question) (map[string]string, error) {
	typed := map[string]*string{}
	var groups []*huh.Group
	for _, q := range questions {
		value := typed[q.Path]
		if value == nil {
			value = new(string)
			typed[q.Path] = value
		}
		groups = append(
			groups,
			huh.NewGroup(formField(q, value)).
				WithHideFunc(func() bool { return !q.Due(due(questions, typed)) }),
		)
	}
	err := huh.NewForm(groups...).WithInput(w.In).WithOutput(w.Out).WithShowHelp(true).Run()
	if errors.Is(err, huh.ErrUserAborted) {
		return nil, errAborted
	}
	if err != nil {
		return nil, fmt.Errorf("ask in the terminal: %w", err)
	}
	return due(questions, typed), nil
}

// formField is a question as an input line or a list to choose from.
func formField(q question.Question, value *string) huh.Field {
	why := q.Why + " Leave it blank if you do not know."
	choices := q.Choices
	if q.Kind == offer.YesNoField {
		choices = []offer.Choice{{Answer: "yes"}, {Answer: "no"}}
	}
	if choices == nil {
		return huh.NewInput().
			Title(q.Question()).
			Description(why).
			Placeholder(q.Hint).
			Validate(q.Check).
			Value(value)
	}
	options := []huh.Option[string]{huh.NewOption("I do not know", "")}
	for _, c := range choices {
		options = append(options, huh.NewOption(label(c), c.Answer))
	}
	return huh.NewSelect[string]().Title(q.Ask).Description(q.Why).Options(options...).Value(value)
}

func label(c offer.Choice) string {
	if c.Means == "" {
		return c.Answer
	}
	return c.Answer + ": " + c.Means
}

func (w Interview) askLineByLine(questions []question.Question) (map[string]string, error) {
	lines := &answerLines{Scanner: bufio.NewScanner(w.In), out: w.Out, person: w.Person}
	answers := map[string]string{}
	fmt.Fprintln(
		w.Out,
		"Answer what you know. An empty line means that you do not know; the end of input leaves the "+
			"rest unknown.",
	)
	for _, q := range questions {
		if !q.Due(answers) {
			continue
		}
		fmt.Fprintf(w.Out, "\n%s\n  %s\n", q.Question(), q.Why)
		for _, c := range q.Choices {
			fmt.Fprintf(w.Out, "    %s\n", label(c))
		}
		if q.Hint != "" {
			fmt.Fprintf(w.Out, "  For example: %s\n", q.Hint)
		}
		answer, more, err := lines.ask(q.Question(), q.Check)
		if err != nil {
			return nil, err
		}
		if !more {
			fmt.Fprintln(w.Out)
			break
		}
		answers[q.Path] = answer
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	return answers, nil
}

// answerLines reads one answer from each line.
type answerLines struct {
	*bufio.Scanner
	out    io.Writer
	person bool // somebody is there to answer again
	line   int
}

// ask reads the next answer that check lets pass; more is false at the end of input. A person is asked
// again. In a file or a pipe the next line answers the next question, so that a refused one is an error.
func (l *answerLines) ask(question string, check func(string) error) (answer string, more bool, err error) {
	for {
		fmt.Fprint(l.out, "> ")
		if !l.Scan() {
			return "", false, nil
		}
		l.line++
		answer = strings.TrimSpace(l.Text())
		err := check(answer)
		switch {
		case err == nil:
			return answer, true, nil
		case !l.person:
			fmt.Fprintln(l.out)
			return "", false, &Refused{
				fmt.Sprintf("line %d of the answers, to %q: %s", l.line, question, repair(err)),
				"mend the line; nothing was written",
			}
		}
		fmt.Fprintf(l.out, "  %s\n", repair(err))
	}
}
