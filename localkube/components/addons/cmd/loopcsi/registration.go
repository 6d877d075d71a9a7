// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"log"

	"google.golang.org/grpc"
	registerapi "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

// registration answers kubelet, which watches its directory of plugin sockets and asks whoever listens there.
type registration struct {
	registerapi.UnimplementedRegistrationServer
	endpoint string
}

func (r registration) GetInfo(context.Context, *registerapi.InfoRequest) (*registerapi.PluginInfo, error) {
	return &registerapi.PluginInfo{
		Type:              registerapi.CSIPlugin,
		Name:              driverName,
		Endpoint:          r.endpoint,
		SupportedVersions: []string{"1.0.0"},
	}, nil
}

// NotifyRegistrationStatus ends the process when kubelet refuses it: the next start registers again.
func (registration) NotifyRegistrationStatus(
	_ context.Context, outcome *registerapi.RegistrationStatus,
) (*registerapi.RegistrationStatusResponse, error) {
	if !outcome.GetPluginRegistered() {
		log.Fatalf("kubelet refused the driver: %s", outcome.GetError())
	}
	return &registerapi.RegistrationStatusResponse{}, nil
}

func serveRegistration(socket, endpoint string) {
	server := grpc.NewServer()
	registerapi.RegisterRegistrationServer(server, registration{endpoint: endpoint})
	log.Fatal(server.Serve(listen(socket)))
}
