// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// The controller cannot freeze a file system that is mounted in another mount namespace, so it asks the node
// that staged the volume, over a unix socket in the shared directory: those work across network namespaces.

const freezeTimeout = 30 * time.Second

func (s *store) freezerSocket(node string) string {
	return filepath.Join(s.directory, "node-"+node+".sock")
}

// copyFrozen copies the image of a volume or snapshot; a mounted volume is frozen meanwhile.
func (s *store) copyFrozen(source *record, target string) (err error) {
	devices, err := s.attached(source.ID)
	if err != nil {
		return err
	}
	if devices != "" {
		if err := s.askNode(source, "freeze"); err != nil {
			return err
		}
		defer func() {
			if thawed := s.askNode(source, "thaw"); err == nil {
				err = thawed
			}
		}()
	}
	_, err = run("cp", "--sparse=always", "--reflink=auto", s.image(source.ID), s.image(target))
	return err
}

func (s *store) askNode(source *record, verb string) error {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", s.freezerSocket(source.Node))
	}
	client := http.Client{Transport: &http.Transport{DialContext: dial}, Timeout: freezeTimeout}
	defer client.CloseIdleConnections()
	answer, err := client.Post("http://node/"+verb+"?id="+url.QueryEscape(source.ID), "", nil)
	if err != nil {
		return status.Errorf(codes.Unavailable, "%s %s on node %s: %v", verb, source.ID, source.Node, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, blockSize))
		return status.Errorf(codes.Unavailable, "%s %s on node %s: %s", verb, source.ID, source.Node, said)
	}
	return nil
}

func serveFreezer(volumes *store, node string) {
	routes := http.NewServeMux()
	for path, flag := range map[string]string{"/freeze": "--freeze", "/thaw": "--unfreeze"} {
		routes.HandleFunc(path, func(writer http.ResponseWriter, request *http.Request) {
			if err := volumes.fsfreeze(flag, request.URL.Query().Get("id")); err != nil {
				log.Printf("%s: %v", path, err)
				http.Error(writer, err.Error(), http.StatusInternalServerError)
			}
		})
	}
	server := http.Server{Handler: routes, ReadHeaderTimeout: freezeTimeout}
	log.Fatal(server.Serve(listen(volumes.freezerSocket(node))))
}

func (s *store) fsfreeze(flag, id string) error {
	if err := checkID(id); err != nil {
		return err
	}
	devices, err := s.attached(id)
	if err != nil {
		return err
	}
	device, _, _ := strings.Cut(devices, "\n")
	mounts, err := run("findmnt", "--noheadings", "--output", "TARGET", "--source", device)
	if err != nil {
		return fmt.Errorf("no mount of %s: %w", id, err)
	}
	target, _, _ := strings.Cut(mounts, "\n")
	_, err = run("fsfreeze", flag, target)
	return err
}
