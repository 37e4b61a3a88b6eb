/// What the Dockerfile and docs/containers.md say, as far as it can be tried without a container engine.
module Polar.FakeServer.Tests.Documentation.ContainerTests

open System
open System.Diagnostics
open System.IO
open System.Net
open System.Net.Http
open System.Net.Sockets
open System.Text.Json
open System.Text.RegularExpressions
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool
open Polar.Tests

let private dockerfile =
    lazy (File.ReadAllText(Approved.path "fake-server/Dockerfile")).ReplaceLineEndings "\n"

let private page = lazy Examples.read "docs/containers.md"

/// The block of YAML behind a marker.
let private block (marker: string) : string =
    let found =
        Regex.Match(page.Value, $@"<!-- {marker} -->\n```yaml\n(.*?)```", RegexOptions.Singleline)

    Expect.isTrue found.Success $"a block behind {marker}"
    found.Groups[1].Value

/// The tool's variables in a text, with their values.
let private variablesIn (text: string) : (string * string) list =
    [ for found in Regex.Matches(text, @"(POLAR_FAKE_[A-Z_]+)(?:=|: )""?([^\s""]+)") do
          found.Groups[1].Value, found.Groups[2].Value ]

/// A line of the script of a workflow's step, by the step's name.
let private script (step: string) : string =
    let found =
        Regex.Match(block "workflow", $@"- name: {step}\n        run: \|\n((?:          .*\n)+)")

    Expect.isTrue found.Success $"a step '{step}'"
    found.Groups[1].Value

let private freePort () =
    use listener = new TcpListener(IPAddress.Loopback, 0)
    listener.Start()
    (listener.LocalEndpoint :?> IPEndPoint).Port

let private hasBash = File.Exists "/bin/bash" || File.Exists "/usr/bin/bash"

/// Runs a script as a workflow or a container does.
let private bash (variables: (string * string) list) (script: string) : Task<int * string> =
    task {
        if not hasBash then
            skiptest "there is no bash"

        let start =
            ProcessStartInfo(
                "bash",
                [ "-euc"; script ],
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath()
            )

        for name, value in variables do
            start.Environment[name] <- value

        use running = Process.Start start |> Unchecked.nonNull
        use _ = killedInTheEnd running
        let! output = running.StandardOutput.ReadToEndAsync()
        do! running.WaitForExitAsync().WaitAsync patience
        return running.ExitCode, output
    }

/// The last word of an instruction that has one.
let private instruction (name: string) : string =
    (Regex.Match(dockerfile.Value, $@"^{name} (.+)$", RegexOptions.Multiline)).Groups[1].Value

let private healthCheck () : string =
    let text = instruction "HEALTHCHECK"

    match JsonSerializer.Deserialize<string array> text[text.IndexOf '[' ..] with
    | null -> failtest "The health check is null."
    | words ->
        Expect.equal words[..1] [| "bash"; "-c" |] "who runs it"
        words[2]

[<Tests>]
let tests =
    testList
        "containers"
        [ testCaseTask "every variable that is named stands for an option of serve" (fun () ->
              task {
                  let named =
                      variablesIn (dockerfile.Value + page.Value) |> List.map fst |> List.distinct

                  Expect.isGreaterThan named.Length 5 "variables"
                  let! outcome = run [ "serve"; "--help" ]

                  for name in named do
                      let option =
                          "--" + name["POLAR_FAKE_".Length ..].ToLowerInvariant().Replace('_', '-')

                      Expect.stringContains outcome.Output $"{option} " name
              })

          testCaseTask "the fake of the compose file starts, answers to its name and delivers to the app" (fun () ->
              task {
                  let variables =
                      Map.ofList (variablesIn (block "compose")) |> Map.add "POLAR_FAKE_PORT" "0"

                  use stop = new CancellationTokenSource()
                  use output = new Awaited("Ctrl-C")
                  let ended = runWith variables stop.Token output [ "serve"; "--empty" ]
                  do! output.Written.WaitAsync patience
                  use client = new HttpClient(BaseAddress = addressIn (string output))
                  use request = new HttpRequestMessage(HttpMethod.Get, "/v1/webhooks/endpoints")
                  request.Headers.Host <- "polar:8055"
                  request.Headers.Add("Authorization", "Bearer polar_oat_fake")
                  use! answer = client.SendAsync request
                  let! text = answer.Content.ReadAsStringAsync()
                  Expect.equal answer.StatusCode HttpStatusCode.OK text
                  let endpoint = Json.at "items.0" (Json.parse text)
                  Expect.equal (Json.text "url" endpoint) "http://app:3000/webhooks" "where webhooks go"
                  Expect.stringContains (block "compose") $"""POLAR_WEBHOOK_SECRET: {Json.text "secret" endpoint}""" "the app's secret"
                  stop.Cancel()
                  let! outcome = ended
                  Expect.equal outcome.Code 0 outcome.Error
              })

          testCaseTask "the container is well while the fake answers, and not after that" (fun () ->
              task {
                  let! running, said = startServing []
                  use _ = killedInTheEnd running
                  let variables = [ "POLAR_FAKE_PORT", string (addressIn said).Port ]
                  let! well = bash variables (healthCheck ())
                  Expect.equal (fst well) 0 "while it answers"
                  running.Kill()
                  do! running.WaitForExitAsync().WaitAsync patience
                  let! gone = bash variables (healthCheck ())
                  Expect.notEqual (fst gone) 0 "when it is gone"
              })

          testCase "nothing runs as root, and what runs is what was published"
          <| fun () ->
              Expect.equal (instruction "USER") "$APP_UID" "the user of the runtime's image"
              Expect.equal (instruction "ENTRYPOINT") """["dotnet", "polar-fake.dll"]""" "the program"
              Expect.isLessThan (dockerfile.Value.IndexOf "\nUSER ") (dockerfile.Value.IndexOf "\nENTRYPOINT ") "before it starts"

              for source in Regex.Matches(dockerfile.Value, @"^COPY (?!--)(.+) \S+$", RegexOptions.Multiline) do
                  for path in source.Groups[1].Value.Split ' ' do
                      let there = Approved.path path
                      Expect.isTrue (File.Exists there || Directory.Exists there) $"{path} is there"

          testCaseTask "a workflow's step starts the fake and waits for it" (fun () ->
              task {
                  let port = freePort ()
                  let started = script "Start the fake"

                  // The tool as it was built, on a port that is free; what the step leaves running ends with the shell.
                  let shell =
                      $"polar-fake() {{ exec {command} \"$@\" --empty --port {port}; }}\n"
                      + started.Replace("polar-fake.log", "/dev/null")
                      + "\nkill $!\n"

                  let! code, output =
                      bash
                          [ "POLAR_SERVER", $"http://127.0.0.1:{port}"
                            "POLAR_WEBHOOK_SECRET", String('s', 32) ]
                          shell

                  Expect.equal code 0 output
                  Expect.equal (Json.text "status" (Json.parse output)) "ok" "health"
              }) ]
