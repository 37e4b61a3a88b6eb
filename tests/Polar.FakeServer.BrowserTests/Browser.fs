/// The browser that looks at the pages: one for all tests, with a profile of its own for each.
module Polar.FakeServer.BrowserTests.Browser

open System
open System.IO
open System.Threading.Tasks
open Microsoft.Playwright

let private names = [ "chromium"; "chromium-browser"; "google-chrome" ]

let private folders =
    match Environment.GetEnvironmentVariable "PATH" with
    | null -> []
    | path -> List.ofArray (path.Split Path.PathSeparator)

/// Where the browser is; None where there is none.
let path: string option =
    List.allPairs names folders
    |> List.map (fun (name, folder) -> Path.Combine(folder, name))
    |> List.tryFind File.Exists

/// Why a test that needs it is skipped.
let absence =
    let names = String.Join(", ", names)
    $"no browser is found ({names})"

let private launched: Lazy<Task<IPlaywright * IBrowser>> =
    lazy
        task {
            Assertions.SetDefaultExpectTimeout 45_000.0f
            let! playwright = Playwright.CreateAsync()

            let options =
                BrowserTypeLaunchOptions(
                    ExecutablePath = Option.get path,
                    // Chromium refuses to run as root inside of its sandbox.
                    Args =
                        [ if Environment.IsPrivilegedProcess then
                              "--no-sandbox" ]
                )

            let! browser = playwright.Chromium.LaunchAsync options
            return playwright, browser
        }

/// A profile that knows nothing of the others.
let profile (options: BrowserNewContextOptions) : Task<IBrowserContext> =
    task {
        let! _, browser = launched.Value
        return! browser.NewContextAsync options
    }

/// Ends the browser, where one was started.
let close () : Task =
    task {
        if launched.IsValueCreated then
            let! playwright, browser = launched.Value
            do! browser.CloseAsync()
            playwright.Dispose()
    }
