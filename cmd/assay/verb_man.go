package main

import (
	"fmt"
	"os"
	"time"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func manCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIRECTORY",
		Short: "Write the manual pages into a directory",
		Long:  "Write a manual page for each verb into a directory, which is made if it is not there.",
		Example: "  assay man man1\n" +
			"  assay man ~/.local/share/man/man1 && man assay-evaluate",
		Args: commandline.Arguments(1, 1, "a directory to write into"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			epoch := time.Unix(0, 0) // pages of one version are the same whenever they are written
			header := &doc.GenManHeader{
				Section: "1",
				Source:  "assay " + version(),
				Manual:  "Assay",
				Date:    &epoch,
			}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return fmt.Errorf("write manual pages: %w", err)
			}
			return nil
		},
	}
}
