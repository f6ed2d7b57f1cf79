package watch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"time"
)

// tellWithin bounds a command or a request.
const tellWithin = 30 * time.Second

// Sendable reports whether changes can be sent to an address; to none they can.
func Sendable(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

// The ways in which a change is told.
const (
	byLine    = "line"
	byCommand = "command"
	byWebhook = "webhook"
)

// ways are those in which this watch tells.
func (w *Watch) ways() []string {
	list := []string{byLine}
	if w.Command != "" {
		list = append(list, byCommand)
	}
	if w.Webhook != "" {
		list = append(list, byWebhook)
	}
	return list
}

// tell tells a change in one way.
func (w *Watch) tell(ctx context.Context, way string, c Sighting) error {
	if way == byLine {
		_, err := fmt.Fprintf(w.Out, "%s: %s, before %s. %s\n", c.Name, c.State, c.From, c.Sentence)
		return err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	// Whoever interrupts the watch does not cut off what is being told: it would not be known whether it was.
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), tellWithin)
	defer stop()
	if way == byWebhook {
		return post(ctx, w.Webhook, body)
	}
	words := strings.Fields(w.Command)
	if len(words) == 0 {
		return errors.New("the command has no name")
	}
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Stdin = bytes.NewReader(append(body, '\n'))
	cmd.Stdout, cmd.Stderr = w.Err, w.Err
	cmd.WaitDelay = time.Second // for what it began and left behind
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run %s: %w", words[0], err)
	}
	return nil
}

// post sends a change; any answer of success will do.
func post(ctx context.Context, address string, body []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "assay")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // what is told goes where it was sent and nowhere else
	}}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16))
	if to, err := answer.Location(); err == nil && answer.StatusCode/100 == 3 {
		return fmt.Errorf("the web address answered %s and leads to %s: nothing was sent there; give that "+
			"address where it is yours", answer.Status, to.Redacted())
	}
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("the web address answered %s", answer.Status)
	}
	return nil
}
