package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"charm.land/huh/v2"

	"github.com/assaymining/assay/contract"
)

// errAborted is what runWizard returns where the person leaves before the end.
var errAborted = errors.New("the questions were left before the end; nothing was written")

// runWizard asks for an offer and gives it. In plain mode (accessible, or no terminal) each question is
// some lines of text and each answer one line, which a screen reader, a pipe and a test can use; where
// the input ends, the rest is unknown. Questions go to out, which should not be the result's stream.
func runWizard(in io.Reader, out io.Writer, accessible bool) (contract.Offer, error) {
	ask := askInForm
	if accessible {
		ask = askLineByLine
	}
	answers, err := ask(in, out, contract.Questions())
	if err != nil {
		return contract.Offer{}, err
	}
	offer, wrong := contract.Apply(answers)
	if wrong != nil {
		return contract.Offer{}, wrong
	}
	return offer, nil
}

// due is the answers to the questions that were due: a form keeps what was typed before a change of mind.
func due(questions []contract.Question, typed map[string]*string) map[string]string {
	answers := map[string]string{}
	for _, q := range questions {
		if q.Due(answers) {
			answers[q.Path] = *typed[q.Path]
		}
	}
	return answers
}

func askInForm(in io.Reader, out io.Writer, questions []contract.Question) (map[string]string, error) {
	typed := map[string]*string{}
	var groups []*huh.Group
	for _, q := range questions {
		value := new(string)
		typed[q.Path] = value
		groups = append(groups, huh.NewGroup(formField(q, value)).WithHideFunc(func() bool { return !q.Due(due(questions, typed)) }))
	}
	err := huh.NewForm(groups...).WithInput(in).WithOutput(out).WithShowHelp(true).Run()
	if errors.Is(err, huh.ErrUserAborted) {
		return nil, errAborted
	}
	if err != nil {
		return nil, fmt.Errorf("ask in the terminal: %w", err)
	}
	return due(questions, typed), nil
}

// formField is a question as an input line or a list to choose from.
func formField(q contract.Question, value *string) huh.Field {
	why := q.Why + " Leave it blank if you do not know."
	choices := q.Choices
	if q.Kind == "yes_no" {
		choices = []contract.Choice{{Answer: "yes"}, {Answer: "no"}}
	}
	if choices == nil {
		return huh.NewInput().Title(q.Ask).Description(why).Placeholder(q.Example).Validate(q.Check).Value(value)
	}
	options := []huh.Option[string]{huh.NewOption("I do not know", "")}
	for _, c := range choices {
		options = append(options, huh.NewOption(label(c), c.Answer))
	}
	return huh.NewSelect[string]().Title(strings.TrimSuffix(q.Ask, " (yes or no)")).Description(q.Why).Options(options...).Value(value)
}

func label(c contract.Choice) string {
	if c.Means == "" {
		return c.Answer
	}
	return c.Answer + ": " + c.Means
}

func askLineByLine(in io.Reader, out io.Writer, questions []contract.Question) (map[string]string, error) {
	lines := bufio.NewScanner(in)
	answers := map[string]string{}
	fmt.Fprintln(out, "Answer what you know. An empty line means that you do not know; the end of input leaves the rest unknown.")
	for _, q := range questions {
		if !q.Due(answers) {
			continue
		}
		fmt.Fprintf(out, "\n%s\n  %s\n", q.Ask, q.Why)
		for _, c := range q.Choices {
			fmt.Fprintf(out, "    %s\n", label(c))
		}
		if q.Example != "" {
			fmt.Fprintf(out, "  For example: %s\n", q.Example)
		}
		answer, ok := askLine(lines, out, q)
		if !ok {
			fmt.Fprintln(out)
			break
		}
		answers[q.Path] = answer
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	return answers, nil
}

// askLine reads one answer, asking again until it can be read; ok is false at the end of input.
func askLine(lines *bufio.Scanner, out io.Writer, q contract.Question) (answer string, ok bool) {
	for {
		fmt.Fprint(out, "> ")
		if !lines.Scan() {
			return "", false
		}
		answer = strings.TrimSpace(lines.Text())
		err := q.Check(answer)
		if err == nil {
			return answer, true
		}
		fmt.Fprintf(out, "  %v\n", err)
	}
}
