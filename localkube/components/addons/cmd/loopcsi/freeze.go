// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"path/filepath"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// The controller cannot freeze a file system that is mounted in another mount namespace, so it asks the node
// that staged the volume to copy it, over a unix socket in the shared directory: those work across network
// namespaces. Freezing, copying and thawing happen in one process and in bounded time, so a controller that
// ends meanwhile leaves nothing frozen; a node that ends thaws when it begins again.

const copyTimeout = 3 * commandTimeout // freeze, copy, thaw

func (s *store) copySocket(node string) string {
	return filepath.Join(s.directory, "node-"+node+".sock")
}

// copyFrozen copies the image of a volume or snapshot; a mounted volume is frozen meanwhile.
func (s *store) copyFrozen(source *record, target string) error {
	devices, err := s.attached(source.ID)
	if err != nil {
		return err
	}
	if devices != "" {
		return s.askNode(source, target)
	}
	return s.copy(source.ID, target)
}

func (s *store) askNode(source *record, target string) error {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", s.copySocket(source.Node))
	}
	client := http.Client{Transport: &http.Transport{DialContext: dial}, Timeout: copyTimeout}
	defer client.CloseIdleConnections()
	query := url.Values{"id": {source.ID}, "target": {target}}
	answer, err := client.Post("http://node/copy?"+query.Encode(), "", nil)
	if err != nil {
		return status.Errorf(codes.Unavailable, "copy %s on node %s: %v", source.ID, source.Node, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, blockSize))
		return status.Errorf(codes.Unavailable, "copy %s on node %s: %s", source.ID, source.Node, said)
	}
	return nil
}

func (n *nodeService) serveCopies() {
	n.thawAll()
	routes := http.NewServeMux()
	routes.HandleFunc("/copy", func(writer http.ResponseWriter, request *http.Request) {
		query := request.URL.Query()
		if err := n.copyMounted(query.Get("id"), query.Get("target")); err != nil {
			log.Printf("copy: %v", err)
			http.Error(writer, err.Error(), http.StatusInternalServerError)
		}
	})
	server := http.Server{Handler: routes, ReadHeaderTimeout: commandTimeout}
	log.Fatal(server.Serve(listen(n.volumes.copySocket(n.name))))
}

// thawAll undoes what an earlier life of this process may have left frozen.
func (n *nodeService) thawAll() {
	entries, err := n.volumes.list("*")
	if err != nil {
		log.Printf("thaw: %v", err)
	}
	for _, entry := range entries {
		if entry.Node != n.name {
			continue
		}
		if mount, err := n.volumes.mountOf(entry.ID); err == nil && thaw(mount) == nil {
			log.Printf("volume %s was frozen", entry.ID)
		}
	}
}

// copyMounted keeps the node from unmounting meanwhile: nobody could thaw the volume then.
func (n *nodeService) copyMounted(id, target string) (err error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if err := errors.Join(checkID(id), checkID(target)); err != nil {
		return err
	}
	mount, err := n.volumes.mountOf(id)
	if err != nil {
		return err
	}
	_ = thaw(mount) // it fails unless an interrupted copy left the volume frozen, which nobody else would end
	if _, err := run("fsfreeze", "--freeze", mount); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, thaw(mount)) }()
	return n.volumes.copy(id, target)
}

func (s *store) mountOf(id string) (string, error) {
	devices, err := s.attached(id)
	if err != nil {
		return "", err
	}
	if devices == "" {
		return "", status.Errorf(codes.FailedPrecondition, "volume %s is not mounted", id)
	}
	mounts, err := run("findmnt", "--noheadings", "--output", "TARGET", "--source", firstLine(devices))
	return firstLine(mounts), err
}

func thaw(mount string) error {
	_, err := run("fsfreeze", "--unfreeze", mount)
	return err
}
