/// A browser without scripts: it reads pages, fills in their forms, keeps cookies and follows redirections.
namespace Polar.FakeServer.Tests.Pages

open System
open System.Collections.Generic
open System.Net
open System.Net.Http
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// A form as it stands on a page.
type Form =
    { Action: string
      Fields: (string * string) list
      Buttons: (string * string) list }

    member form.Value(name: string) =
        form.Fields |> List.tryFind (fun (field, _) -> field = name) |> Option.map snd

/// Reads what it needs of HTML that the fake has written.
[<RequireQualifiedAccess>]
module Markup =

    let private all (pattern: string) (text: string) : Match list =
        [ for found in Regex.Matches(text, pattern, RegexOptions.Singleline) -> found ]

    let decode (text: string) : string = WebUtility.HtmlDecode text |> string

    /// The attribute of a tag; None where it has none.
    let attribute (name: string) (tag: string) : string option =
        let found = Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"")

        if found.Success then
            Some(decode found.Groups[1].Value)
        else
            None

    let private has (name: string) (tag: string) = Regex.IsMatch(tag, $"\\s{name}[\\s>]")

    let tags (name: string) (text: string) : string list =
        [ for found in all $"<{name}(\\s[^>]*)?>" text -> found.Value ]

    let private inputs (text: string) : (string * string) list =
        [ for tag in tags "input" text do
              match attribute "name" tag, attribute "type" tag with
              | Some name, Some("radio" | "checkbox") when has "checked" tag -> name, attribute "value" tag |> Option.defaultValue "on"
              | _, Some("radio" | "checkbox")
              | None, _ -> ()
              | Some _, _ when has "disabled" tag -> ()
              | Some name, _ -> name, attribute "value" tag |> Option.defaultValue "" ]

    let private selects (text: string) : (string * string) list =
        [ for found in all "<select(\\s[^>]*)>(.*?)</select>" text do
              let options = tags "option" found.Groups[2].Value

              let chosen =
                  options
                  |> List.tryFind (has "selected")
                  |> Option.orElse (List.tryHead options)
                  |> Option.bind (attribute "value")

              (attribute "name" found.Groups[1].Value).Value, defaultArg chosen "" ]

    let private areas (text: string) : (string * string) list =
        [ for found in all "<textarea(\\s[^>]*)>(.*?)</textarea>" text ->
              (attribute "name" found.Groups[1].Value).Value, decode found.Groups[2].Value ]

    let private buttons (text: string) : (string * string) list =
        [ for found in all "<button(\\s[^>]*)?>" text do
              match attribute "name" found.Value with
              | Some name -> name, attribute "value" found.Value |> Option.defaultValue ""
              | None -> () ]

    let forms (text: string) : Form list =
        [ for found in all "<form(\\s[^>]*)>(.*?)</form>" text do
              let inside = found.Groups[2].Value

              { Action = attribute "action" found.Groups[1].Value |> Option.defaultValue ""
                Fields = inputs inside @ selects inside @ areas inside
                Buttons = buttons inside } ]

    /// What somebody reads.
    let words (text: string) : string =
        let plain = Regex.Replace(text, "<[^>]+>", " ")
        Regex.Replace(decode plain, "\\s+", " ")

/// A page that was shown.
type Page =
    { Status: int
      Address: string
      Answer: Answer }

    member page.Text = page.Answer.Text
    member page.Words = Markup.words page.Text
    member page.Forms = Markup.forms page.Text

    member page.Says(text: string) =
        Expect.stringContains page.Words text $"the page at {page.Address}"

    member page.DoesNotSay(text: string) =
        Expect.isFalse (page.Words.Contains text) $"'{text}' on the page at {page.Address}: {page.Words}"

    /// The form that does something, and to what where there are several.
    member page.TryForm(action: string, ?target: string) : Form option =
        page.Forms
        |> List.tryFind (fun form ->
            form.Value "action" = Some action
            && (target.IsNone || form.Value "target" = target))

    member page.Form(action: string, ?target: string) : Form =
        match page.TryForm(action, ?target = target) with
        | Some form -> form
        | None -> failtest $"There is no form '{action}' on the page at {page.Address}: {page.Words}"

/// What holds for every page.
[<RequireQualifiedAccess>]
module Laws =

    let private unlabelled (text: string) : string list =
        let labels =
            Markup.tags "label" text |> List.choose (Markup.attribute "for") |> Set.ofList

        // A control within its label needs no other.
        let outside =
            Regex.Replace(text, "<label[^>]*>(?:(?!</label>).)*</label>", "", RegexOptions.Singleline)

        [ for name in [ "input"; "select"; "textarea" ] do
              for tag in Markup.tags name outside do
                  match Markup.attribute "type" tag, Markup.attribute "id" tag with
                  | Some "hidden", _ -> ()
                  | _, Some id when labels.Contains id -> ()
                  | _ -> tag ]

    /// Nothing of it runs or comes from elsewhere, and everything can be reached by those who do not see it.
    let hold (page: Page) =
        let text = page.Text
        let policy = page.Answer.Headers["content-security-policy"]
        Expect.stringContains policy "default-src 'none'" "nothing but what is allowed"
        Expect.isFalse (policy.Contains "unsafe") "nothing inline"
        Expect.stringContains policy "frame-ancestors 'none'" "in no frame"
        Expect.equal page.Answer.Headers["x-content-type-options"] "nosniff" "types are what they say"
        Expect.isFalse (Regex.IsMatch(text, "<script|\\son[a-z]+=|\\sstyle=|javascript:")) $"nothing that runs at {page.Address}"

        let ids =
            [ for found in Regex.Matches(text, "\\sid=\"([^\"]*)\"") -> found.Groups[1].Value ]

        Expect.equal (List.distinct ids) ids $"each id is there once at {page.Address}"
        Expect.isEmpty (unlabelled text) $"every field has a label at {page.Address}"
        Expect.hasLength (Markup.tags "h1" text) 1 $"one heading at {page.Address}"
        Expect.stringContains text "<html lang=\"en\"" "its language"

/// A browser that looks at one fake.
type Browser(fake: FakePolar) =

    let mutable cookies: (string * string * string) list = []

    let keep (header: string) =
        let parts = header.Split(';', StringSplitOptions.TrimEntries)
        let name, value = parts[0].Split('=', 2) |> fun pair -> pair[0], pair[1]
        let path = parts |> Array.find (fun part -> part.StartsWith "Path=")
        Expect.contains parts "HttpOnly" "scripts do not read it"
        Expect.contains parts "SameSite=Lax" "other sites do not send it"

        cookies <-
            cookies
            |> List.filter (fun (known, where, _) -> (known, where) <> (name, path[5..]))

        if value.Length > 0 then
            cookies <- (name, path[5..], value) :: cookies

    let relative (address: string) =
        let root = fake.Address.GetLeftPart UriPartial.Authority

        if address.StartsWith root then
            address[root.Length ..]
        else
            address

    let send (request: HttpRequestMessage) : Task<Answer> =
        task {
            let path = relative (string request.RequestUri)

            let sent =
                [ for name, where, value in cookies do
                      if path = where || path.StartsWith(where + "/") || path.StartsWith(where + "?") then
                          $"{name}={value}" ]

            if not sent.IsEmpty then
                request.Headers.TryAddWithoutValidation("Cookie", String.Join("; ", sent))
                |> ignore

            let! answer = Http.raw fake request
            answer.Headers |> Map.tryFind "set-cookie" |> Option.iter keep
            return answer
        }

    let get (address: string) =
        new HttpRequestMessage(HttpMethod.Get, address)

    let rec follow (address: string) (request: HttpRequestMessage) (left: int) : Task<Page> =
        task {
            let! answer = send request

            match answer.Status, answer.Headers |> Map.tryFind "location" with
            | (301 | 302 | 303 | 307), Some location when left > 0 -> return! follow (relative location) (get location) (left - 1)
            | _ ->
                let page =
                    { Status = answer.Status
                      Address = address
                      Answer = answer }

                if
                    answer.Headers["content-type"].StartsWith "text/html"
                    && address.Contains "/portal"
                then
                    Laws.hold page

                return page
        }

    /// What it keeps of the fake.
    member _.Cookies = cookies

    /// Goes to an address, and wherever that leads.
    member _.Visit(address: string) : Task<Page> =
        follow (relative address) (get address) 5

    /// Posts to an address as somebody with a tool would.
    member _.Post(address: string, fields: (string * string) list) : Task<Page> =
        let request = new HttpRequestMessage(HttpMethod.Post, relative address)
        request.Content <- new FormUrlEncodedContent([ for name, value in fields -> KeyValuePair(name, value) ])
        follow (relative address) request 5

    /// Sends a form as it stands, with some of its fields filled in otherwise.
    member browser.Send(form: Form, changed: (string * string) list) : Task<Page> =
        let names = changed |> List.map fst |> Set.ofList

        browser.Post(
            form.Action,
            (form.Fields |> List.filter (fun (name, _) -> not (names.Contains name)))
            @ changed
        )

    /// Sends the form of a page that does something.
    member browser.Do(page: Page, action: string, changed: (string * string) list) : Task<Page> = browser.Send(page.Form action, changed)

    /// Sends the form of a page that does something to one of several.
    member browser.DoTo(page: Page, action: string, target: string) : Task<Page> =
        browser.Send(page.Form(action, target), [])

    /// Sends the only form that there is besides the one to sign out.
    member browser.Fill(page: Page, changed: (string * string) list) : Task<Page> =
        let form =
            page.Forms |> List.find (fun form -> form.Value "action" <> Some "sign_out")

        browser.Send(form, changed)
