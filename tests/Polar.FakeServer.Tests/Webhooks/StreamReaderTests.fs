/// Readers that do not read: what waits for them is bounded, and they are told that they have missed something.
module Polar.FakeServer.Tests.Webhooks.StreamReaderTests

open System
open System.Threading.Channels
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Execution
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Execution
open Polar.FakeServer.Tests.Webhooks.StreamListeners

let private publish (count: int) (fake: FakePolar) =
    Machinery.step
        (fun transaction ->
            let organization = transaction.World.Organizations[fake.Organization.Id].Resource

            for _ in 1..count do
                transaction.Publish(organization.Id, "organization.updated", (fun _ -> organization)))
        fake

[<Tests>]
let tests =
    testList
        "readers that do not read"
        [ testCaseTask "a stream whose reader is too far behind gives what was kept, says to connect again, and ends" (fun () ->
              task {
                  use! fake = Fake.start ()

                  use! listener =
                      listen $"/v1/cli/listen/{fake.Organization.Id}" (Some fake.AccessToken) fake

                  let! connected = listener.NextAsync()
                  Expect.equal (Json.text "key" connected) "connected" "it listens"

                  // More than a stream can have on its way and waiting; what is on its way is not counted by anybody here.
                  let published = 20 * FeedReader<obj>.MostWaiting
                  let! _ = publish published fake
                  let mutable received = 0
                  let mutable last = connected

                  while not (Json.has "type" last) do
                      let! message = listener.NextAsync()
                      last <- message
                      received <- received + 1

                  Expect.equal (Json.text "type" last) "reconnect" "it is told to connect again"
                  Expect.isGreaterThan received (FeedReader<obj>.MostWaiting) "it gets what was kept for it"
                  Expect.isLessThan received published "and not all"
                  let! ended = listener.EndsAsync()
                  Expect.isTrue ended "then the stream ends"

                  use! another =
                      listen $"/v1/cli/listen/{fake.Organization.Id}" (Some fake.AccessToken) fake

                  let! _ = another.NextAsync()
                  let! _ = publish 1 fake
                  let! message = another.NextAsync()
                  Expect.equal (Json.text "key" message) "webhook.created" "a new one goes on"
              })

          testCase "a reader that is behind costs nothing more" (fun () ->
              let feed = EventFeed TimeProvider.System
              let mutable asked = 0

              use reader =
                  feed.Read<int>(
                      null,
                      null,
                      fun _ ->
                          asked <- asked + 1
                          Seq.singleton asked
                  )

              for _ in 1 .. 3 * FeedReader<int>.MostWaiting do
                  feed.TellNotice(PageNotice(Guid.Empty, "key", [||]))

              Expect.isTrue reader.IsBehind "it is behind"
              Expect.equal reader.Waiting FeedReader<int>.MostWaiting "so many wait"
              Expect.equal asked (FeedReader<int>.MostWaiting + 1) "nothing was made for it any more"
              Expect.isFalse feed.HasListeners "and it is let go of")

          testCaseTask "a reader in the process gets what waits for it, and then hears that it has missed something" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.KeptEvents <- 10)
                  use reader = fake.Webhooks.Follow()

                  for _ in 1..101 do
                      let! _ = publish 1000 fake
                      ()

                  let mutable count = 0
                  let mutable missed = ""

                  while missed = "" do
                      try
                          let! _ = reader.NextAsync("organization.updated", Threading.CancellationToken.None)
                          count <- count + 1
                      with :? ChannelClosedException as closed ->
                          missed <- (Unchecked.nonNull closed.InnerException).Message

                  Expect.equal count 100_000 "all that were kept"
                  Expect.stringContains missed "this reader has missed it" "why it ends"
              }) ]
