// Package listen serves the workbench to the network until it is told to stop: Serve opens the listeners,
// bounds what a client may hold of them, and at last lets the requests at hand finish.
//
// Nothing in it is promised to other modules.
package listen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/assaymining/assay/adapter/web/bounds"
)

// The time a client may take. Judgements have bounds of their own (bounds.Limits).
const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 20 * time.Second
	writeTimeout    = 60 * time.Second
	idleTimeout     = 90 * time.Second
	shutdownTimeout = 15 * time.Second
	maxHeaderBytes  = 48 << 10 // an address may hold an offer
)

// Config says where to listen, and what is served.
type Config struct {
	Address     string // as 127.0.0.1:8480
	Admin       string // for health and metrics alone; "": none
	Base        string // path of the handler, for what is told
	Connections int    // held at the same time
	PerClient   int    // held for one client; 0: as many as in all

	Handler, AdminHandler http.Handler

	Says io.Writer // told where it listens, and what goes wrong
}

// Serve runs until the context ends, then lets requests finish.
func Serve(ctx context.Context, c Config) error {
	listener, err := net.Listen("tcp", c.Address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", c.Address, err)
	}
	if err := admin(ctx, c); err != nil {
		listener.Close()
		return err
	}
	limited := bounds.LimitConnections(listener, c.Connections, c.PerClient)
	srv := &http.Server{Handler: c.Handler, ConnState: limited.ConnState,
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(slog.NewJSONHandler(c.Says, nil), slog.LevelWarn)}
	fmt.Fprintf(c.Says, "assay: the workbench is at http://%s%s/\n", listener.Addr(), c.Base)
	done := make(chan error, 1)
	go func() { done <- srv.Serve(limited) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	fmt.Fprintln(c.Says, "assay: finishing the requests at hand")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := srv.Shutdown(last); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// admin serves health and metrics on a listener of their own until the context ends, where one is named.
func admin(ctx context.Context, c Config) error {
	if c.Admin == "" {
		return nil
	}
	listener, err := net.Listen("tcp", c.Admin)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", c.Admin, err)
	}
	srv := &http.Server{Handler: c.AdminHandler, ReadHeaderTimeout: headerTimeout,
		ReadTimeout: headerTimeout, WriteTimeout: headerTimeout, IdleTimeout: headerTimeout,
		ErrorLog: slog.NewLogLogger(slog.NewJSONHandler(c.Says, nil), slog.LevelWarn)}
	fmt.Fprintf(c.Says, "assay: health and metrics are at http://%s/healthz and /metrics\n", listener.Addr())
	go srv.Serve(listener)
	context.AfterFunc(ctx, func() { srv.Close() })
	return nil
}
