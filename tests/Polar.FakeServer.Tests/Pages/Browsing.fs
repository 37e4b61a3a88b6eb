/// The fake's pages as a browser without scripts uses them: it reads pages, follows links and sends forms.
namespace Polar.FakeServer.Tests.Pages

open System
open System.Net
open System.Net.Http
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// A form of a page: where it is sent, and what is in it.
type ActionForm =
    { Action: string
      Fields: (string * string) list
      Label: string }

[<RequireQualifiedAccess>]
module Browsing =

    let private decoded (text: string) = WebUtility.HtmlDecode text |> string

    /// Opens a page.
    let visit (path: string) (fake: FakePolar) : Task<Answer> =
        let request = new HttpRequestMessage(HttpMethod.Get, path)

        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
        |> ignore

        Http.raw fake request

    /// A page that is there.
    let opened (path: string) (fake: FakePolar) : Task<Answer> =
        task {
            let! answer = visit path fake
            Expect.equal answer.Status 200 $"{path}: {answer.Text}"
            return answer
        }

    /// The text of a page: what a person reads.
    let text (answer: Answer) : string =
        Regex.Replace(Regex.Replace(answer.Text, "<[^>]*>", " "), @"\s+", " ")
        |> decoded

    let shows (said: string) (answer: Answer) : unit =
        Expect.stringContains (text answer) said "the page"

    let hides (said: string) (answer: Answer) : unit =
        Expect.isFalse ((text answer).Contains said) $"the page does not show {said}"

    /// The addresses that a page links to.
    let links (answer: Answer) : string list =
        [ for found in Regex.Matches(answer.Text, "<a [^>]*?href=\"([^\"]*)\"") do
              decoded found.Groups[1].Value ]

    /// The forms of a page.
    let forms (answer: Answer) : ActionForm list =
        [ for found in Regex.Matches(answer.Text, "<form[^>]*?method=\"post\" action=\"([^\"]*)\">(.*?)</form>", RegexOptions.Singleline) do
              { Action = decoded found.Groups[1].Value
                Fields =
                  [ for field in Regex.Matches(found.Groups[2].Value, "<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"") do
                        decoded field.Groups[1].Value, decoded field.Groups[2].Value ]
                Label =
                  decoded (
                      Regex.Replace(Regex.Match(found.Groups[2].Value, "<button[^>]*>(.*?)</button>").Groups[1].Value, "<[^>]*>", "").Trim()
                  ) } ]

    /// The form whose button says that.
    let form (label: string) (answer: Answer) : ActionForm =
        match forms answer |> List.tryFind (fun form -> form.Label = label) with
        | Some form -> form
        | None -> failtest $"There is no button '{label}' among {[ for form in forms answer -> form.Label ]}."

    /// Sends a form, these fields filled in.
    let send (fields: (string * string) list) (form: ActionForm) (fake: FakePolar) : Task<Answer> =
        let request = new HttpRequestMessage(HttpMethod.Post, form.Action)
        request.Content <- new FormUrlEncodedContent(dict (form.Fields @ fields))
        Http.raw fake request

    /// Presses a button of a page, and comes to the page behind it.
    let press (label: string) (fields: (string * string) list) (path: string) (fake: FakePolar) : Task<Answer> =
        task {
            let! page = opened path fake
            let! answer = send fields (form label page) fake
            Expect.equal answer.Status 303 $"{label}: {answer.Text}"
            return! opened answer.Headers["location"] fake
        }
