package main

import (
	"bytes"
	"context"
	"encoding/json"
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

// checkWebhook refuses what no change can be sent to.
func checkWebhook(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return &misuse{fmt.Sprintf("--webhook %q is no web address", address),
			"write https://example.com/hook"}
	}
	return nil
}

// tell prints a change, and hands it to the command and the web address.
func (w *watching) tell(ctx context.Context, p *program, c sighting) error {
	_, err := fmt.Fprintf(p.out, "%s: %s, before %s. %s\n", c.Name, c.State, c.From, c.Sentence)
	if err != nil {
		return err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, tellWithin)
	defer stop()
	if w.command != "" {
		words := strings.Fields(w.command)
		if len(words) == 0 {
			return &misuse{what: "--command names no command"}
		}
		cmd := exec.CommandContext(ctx, words[0], words[1:]...)
		cmd.Stdin = bytes.NewReader(append(body, '\n'))
		cmd.Stdout, cmd.Stderr = p.err, p.err
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("run %s: %w", words[0], err)
		}
	}
	if w.webhook != "" {
		return post(ctx, w.webhook, body)
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
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16))
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("the web address answered %s", answer.Status)
	}
	return nil
}
