/// The pages of the inspector.
module internal Polar.FakeServer.Tests.Pages.Inspector.InspectorPages

open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Customers
open Polar.FakeServer.Entitlements.Integrations
open Polar.FakeServer.Execution
open Polar.FakeServer.Identity
open Polar.FakeServer.OAuth2.Authorization
open Polar.FakeServer.Pages.Inspector
open Polar.FakeServer.Registration
open Polar.FakeServer.Storage
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Control

let kinds = lazy Modules.Composed.Kinds.Value
