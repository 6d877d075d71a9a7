// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"os/exec"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const commandTimeout = 2 * time.Minute

// run starts a program and returns its trimmed output; a failure carries all it said.
func run(name string, arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	defer cancel()
	output, err := exec.CommandContext(ctx, name, arguments...).CombinedOutput()
	said := strings.TrimSpace(string(output))
	if err != nil {
		return said, status.Errorf(codes.Internal, "%s %s: %v: %s", name, strings.Join(arguments, " "), err, said)
	}
	return said, nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
