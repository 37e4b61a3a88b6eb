namespace Polar.FakeServer.Tests.Properties

open System
open System.Collections.Generic
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Asks a fake, and writes down what it was asked and what it answered.
[<Sealed>]
type Caller(fake: FakePolar) =
    let calls = List<Call>()
    let answers = List<string>()
    let heard = List<int>()

    /// Asks as the organization, or as a buyer, who has no token.
    member _.Ask (isBuyers: bool) (method: string) (path: string) (body: string option) : Task<Answer> =
        task {
            calls.Add(Asked(method, path, body, isBuyers))

            let! answer =
                if isBuyers || path.StartsWith "/_fake/" then
                    Http.anonymous method path body fake
                else
                    Http.send method path body fake

            answers.Add $"{answer.Status} {answer.Text}"
            heard.Add fake.Webhooks.Events.Count

            if answer.Status >= 500 then
                failwith $"{method} {path} {body}: {answer.Status} {answer.Text}"

            return answer
        }

    /// All things of a list.
    member _.All(path: string) : Task<JsonNode list> =
        let rec pages (page: int) (before: JsonNode list) : Task<JsonNode list> =
            task {
                let more = if path.Contains '?' then '&' else '?'
                let! answer = Http.get $"{path}{more}limit=100&page={page}" fake
                let items = before @ Json.items "items" answer.Json

                if int64 page >= Json.whole "pagination.max_page" answer.Json then
                    return items
                else
                    return! pages (page + 1) items
            }

        pages 1 []

    /// Moves its clock.
    member _.Move(time: TimeSpan) : Task<unit> =
        task {
            calls.Add(Moved time)
            do! fake.Clock.AdvanceAsync time
            answers.Add ""
            heard.Add fake.Webhooks.Events.Count
        }

    /// Everything that was asked of it, in order.
    member _.Calls = List.ofSeq calls

    /// What it answered.
    member _.Answers = List.ofSeq answers

    /// Everything that was asked of it, with what it answered; nothing for a move of the clock.
    member _.Exchanges: (Call * string) list = Seq.zip calls answers |> List.ofSeq

    /// How many webhooks there had been when each of the calls was over.
    member _.Heard: int list = List.ofSeq heard
