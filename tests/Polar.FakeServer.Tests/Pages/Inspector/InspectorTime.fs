/// The time of a fake, as pages of the inspector write it.
module internal Polar.FakeServer.Tests.Pages.Inspector.InspectorTime

open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Pages.Inspector
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Control

let now (fake: FakePolar) =
    fake.Clock.UtcNow.ToString "yyyy-MM-dd HH:mm:ss"
