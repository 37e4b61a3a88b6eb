namespace Polar.FakeServer.BrowserTests

open System
open System.Collections.Concurrent
open System.IO
open System.Runtime.ExceptionServices
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Tests

/// What a test is about: a fake on a port, the seller's site, and a page of a browser.
type Stage =
    { Fake: FakePolar
      Shop: Shop
      Page: IPage }

/// What is different about a test.
type Setting =
    {
        Browser: BrowserNewContextOptions -> unit
        /// Statuses of answers with which the test counts, beside those of success: the browser complains of each.
        Refusals: int list
    }

[<RequireQualifiedAccess>]
module Setting =

    let usual = { Browser = ignore; Refusals = [] }

    /// Forms are refused in the test.
    let refused = { usual with Refusals = [ 422 ] }

    let dark =
        { usual with
            Browser = fun options -> options.ColorScheme <- Nullable ColorScheme.Dark }

    let phone =
        { usual with
            Browser = fun options -> options.ViewportSize <- ViewportSize(Width = 360, Height = 740) }

    let withoutScripts =
        { usual with
            Browser = fun options -> options.JavaScriptEnabled <- Nullable false }

/// Tests in a browser. What a page complains of in its console, and what it asks of anybody else, fails the test that saw it.
[<RequireQualifiedAccess>]
module Stage =

    /// Where pictures of the pages go, for people to look at.
    let pictures = Approved.path "artifacts/screenshots"

    let private fileName (name: string) =
        Regex.Replace(name.ToLowerInvariant(), "[^a-z0-9]+", "-").Trim('-') + ".png"

    /// Takes a picture of a page as it stands.
    let picture (name: string) (page: IPage) : Task =
        task {
            let path = Path.Combine(pictures, fileName name)
            let! _ = page.ScreenshotAsync(PageScreenshotOptions(Path = path, FullPage = true))
            ()
        }

    /// What the browser writes of an answer that the test counts with.
    let private isExpected (setting: Setting) (message: string) =
        setting.Refusals
        |> List.exists (fun status -> message.Contains $"the server responded with a status of {status} ")

    let private listen (setting: Setting) (complaints: ConcurrentQueue<string>) (page: IPage) =
        page.Console.Add(fun message ->
            if message.Type = "error" || message.Type = "warning" then
                if not (isExpected setting message.Text) then
                    complaints.Enqueue $"{message.Type} at {message.Location}: {message.Text}")

        page.PageError.Add(fun error -> complaints.Enqueue $"script: {error}")

        page.Dialog.Add(fun dialog ->
            complaints.Enqueue $"dialog: {dialog.Message}"
            dialog.DismissAsync() |> ignore)

        page.Request.Add(fun request ->
            if not (request.Url.StartsWith "data:" || (Uri request.Url).IsLoopback) then
                complaints.Enqueue $"asks somebody else: {request.Url}")

    /// What a task fails with.
    let private attempt (step: unit -> Task) : Task<ExceptionDispatchInfo option> =
        task {
            try
                do! step ()
                return None
            with error ->
                return Some(ExceptionDispatchInfo.Capture error)
        }

    /// A browser that says nothing any more fails the test at hand, and no other.
    let private longest = TimeSpan.FromMinutes 3.0

    let private play (setting: Setting) (name: string) (body: Stage -> Task<unit>) : Task<unit> =
        task {
            use! fake = FakePolar.ListenAsync(0, Fake.options ())
            use! shop = Shop.OpenAsync()
            let options = BrowserNewContextOptions()
            setting.Browser options
            let! profile = Browser.profile options
            let complaints = ConcurrentQueue()
            let! page = profile.NewPageAsync()
            page.SetDefaultTimeout 45_000.0f
            listen setting complaints page

            let stage =
                { Fake = fake
                  Shop = shop
                  Page = page }

            let! failure = attempt (fun () -> (body stage).WaitAsync longest)
            // A picture is no part of what is tested.
            let! _ = attempt (fun () -> picture name page)
            do! profile.CloseAsync().WaitAsync longest
            failure |> Option.iter _.Throw()
            Expect.equal (List.ofSeq complaints) [] "what the browser complains of"
        }

    /// A test that is skipped where there is no browser.
    let test (setting: Setting) (name: string) (body: Stage -> Task<unit>) : Test =
        testTask name {
            if Browser.path.IsNone then
                skiptest Browser.absence

            do! play setting name body
        }

/// What a page shows, with the browser's patience.
[<RequireQualifiedAccess>]
module Shows =

    let private text (locator: ILocator) (words: string) : Task =
        Assertions.Expect(locator).ToContainTextAsync(words)

    /// Words on the page.
    let words (words: string) (stage: Stage) : Task = text (stage.Page.Locator "main") words

    /// Words in the message that belongs to the whole form.
    let general (words: string) (stage: Stage) : Task =
        text (stage.Page.GetByRole AriaRole.Alert) words

    /// Words in the message that belongs to the field of this name.
    let problem (field: string) (words: string) (stage: Stage) : Task =
        text (stage.Page.Locator $"[id='{field}-problem']") words

    /// A row of the sum.
    let line (name: string) (amount: string) (stage: Stage) : Task =
        let options = LocatorFilterOptions(HasText = name)
        text (stage.Page.Locator("table.sum tr").Filter(options).Last) amount
