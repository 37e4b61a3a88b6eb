/// The way of docs/first-hour.md, as a newcomer goes it: the tool as a program, a browser, and a process that is killed.
module Polar.FakeServer.BrowserTests.NewcomerTests

open System
open System.Diagnostics
open System.IO
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer.BrowserTests.Checkout
open Polar.FakeServer.BrowserTests.Portal
open Polar.Tests

/// The tool as it was built beside these tests.
let private program =
    let configuration =
        DirectoryInfo(AppContext.BaseDirectory).Parent |> Unchecked.nonNull |> _.Name

    Approved.path $"fake-server/Polar.FakeServer.Tool/bin/{configuration}/net10.0/polar-fake.dll"

let private start (arguments: string list) : Process =
    ProcessStartInfo("dotnet", program :: arguments, RedirectStandardOutput = true, RedirectStandardError = true)
    |> Process.Start
    |> Unchecked.nonNull

/// Whatever becomes of the test, the process does not outlive it.
let private killedInTheEnd (running: Process) =
    { new IDisposable with
        member _.Dispose() =
            if not running.HasExited then
                running.Kill() }

/// Reads what a program says until it has said this.
let private until (words: string) (running: Process) : Task<string> =
    task {
        let mutable said = ""

        while not (said.Contains words) do
            match! running.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds 60.0) with
            | null -> failtest $"It ended before it said '{words}': {said} {running.StandardError.ReadToEnd()}"
            | line -> said <- said + line + "\n"

        return said
    }

let private serve (data: string) : Task<Process * string> =
    task {
        let running = start [ "serve"; "--port"; "0"; "--data"; data ]
        let! said = until "Ctrl-C" running
        return running, said
    }

/// What stands behind a label.
let private fact (label: string) (said: string) : string =
    let found = Regex.Match(said, $@"^ +{label} +(\S+)", RegexOptions.Multiline)
    Expect.isTrue found.Success $"'{label}' in {said}"
    found.Groups[1].Value

[<Tests>]
let tests =
    testList
        "newcomer in a browser"
        [ Stage.test Setting.usual "buys, renews, cancels, and finds everything again" (fun stage ->
              task {
                  let page = stage.Page
                  let folder = Directory.CreateTempSubdirectory "polar-first-hour-"
                  let data = Path.Combine(folder.FullName, "shop.db")
                  let! first, said = serve data
                  use _ = killedInTheEnd first
                  let address = fact "listening on" said + "/"
                  let listener = start [ "listen"; "--url"; address ]
                  use _ = killedInTheEnd listener
                  let! _ = until "Listening" listener

                  // Pays by clicking.
                  let! _ = page.GotoAsync(fact "checkout" said)
                  do! CheckoutPage.fillBuyer stage
                  do! page.Locator("button.pay").ClickAsync()
                  do! Shows.words "Your order was successful" stage
                  let! _ = until "order.paid" listener

                  // A month goes by.
                  let! _ = page.GotoAsync(fact "inspector" said)
                  do! page.GetByRole(AriaRole.Button, PageGetByRoleOptions(Name = "Advance a month")).ClickAsync()
                  let! _ = until "subscription.cycled" listener

                  // Cancels.
                  do! PortalTests.signIn address "ada@acme.dev" page
                  do! page.Locator("main a[href*='/subscriptions/']").First.ClickAsync()
                  let subscription = page.Url
                  do! page.Locator("summary").Filter(LocatorFilterOptions(HasText = "Cancel subscription")).ClickAsync()
                  do! page.GetByRole(AriaRole.Button, PageGetByRoleOptions(Name = "Cancel subscription", Exact = true)).ClickAsync()
                  do! Assertions.Expect(page.GetByRole AriaRole.Status).ToHaveTextAsync "Your subscription ends with its period."
                  let! _ = until "subscription.canceled" listener

                  // Killed, and begun again.
                  first.Kill()
                  do! first.WaitForExitAsync()
                  let! second, again = serve data
                  use _ = killedInTheEnd second
                  let place = fact "listening on" again + "/"

                  // Still signed in: browsers keep cookies of a host for all of its ports, and the session is in the file.
                  let! _ = page.GotoAsync(subscription.Replace(address, place))

                  do!
                      Assertions
                          .Expect(page.GetByRole(AriaRole.Button, PageGetByRoleOptions(Name = "Keep my subscription")))
                          .ToBeVisibleAsync()

                  let! _ = page.GotoAsync(place + "acme/portal/orders")
                  do! Assertions.Expect(page.Locator "main").ToContainTextAsync "Paid"
                  second.Kill()
                  do! second.WaitForExitAsync()
                  folder.Delete true
              }) ]
