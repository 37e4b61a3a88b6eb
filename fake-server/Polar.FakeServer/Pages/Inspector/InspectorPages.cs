using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Control;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>
/// The inspector: pages on which people look into the world and act on it. What they do is a control call, the same as over HTTP; a form without the
/// token of the fake's own pages does nothing.
/// </summary>
/// <param name="services">What calls to the fake itself work on.</param>
/// <param name="control">The calls.</param>
/// <param name="kinds">The kinds of things that there are.</param>
internal sealed class InspectorPages(ControlServices services, ControlApi control, Lazy<ResourceKinds> kinds)
{
    /// <summary>What the paths of all pages but the first begin with.</summary>
    public const string Root = "/_fake/inspect";

    private readonly OwnForms _forms = new();

    /// <summary>Whether a request is for a page; for the first one only where a browser asks, because programs are told what calls there are.</summary>
    public static bool Has(HttpRequest request, string path) =>
        path == Root
        || path.StartsWith(Root + "/", StringComparison.Ordinal)
        || (path is "/_fake" or "/_fake/" && IsLook(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    /// <summary>Answers a request for a page.</summary>
    public async Task<Reply> AnswerAsync(HttpRequest request, string path)
    {
        var asked = await PageRequest.ReadAsync(request, path.TrimEnd('/')).ConfigureAwait(false);
        return asked.Segments is ["_fake", "inspect", "do", var call] && asked.Method == "POST" ? await DoAsync(asked, call).ConfigureAwait(false)
            : !IsLook(asked.Method) ? InspectorLayout.Page(View(asked), 405, InspectorLayout.Elsewhere, "This page is only looked at", Html.None)
            : asked.Segments is ["_fake", "inspect", "stream"] ? ChangeStream.Of(services)
            : Show(View(asked));
    }

    private static bool IsLook(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private InspectorView View(PageRequest request) => new(services, kinds.Value, _forms.Token, request);

    private static Reply Show(InspectorView view)
    {
        try
        {
            return view.Request.Segments[1..] switch
            {
                [] => OverviewPage.Show(view),
                ["inspect"] => SearchPage.Show(view),
                ["inspect", "requests"] => RequestPages.List(view),
                ["inspect", "requests", var number] => RequestPages.One(view, number),
                ["inspect", "webhooks"] => WebhookPages.List(view),
                ["inspect", "webhooks", var number] => WebhookPages.One(view, number),
                ["inspect", "jobs"] => JobsPage.Show(view),
                ["inspect", "mails"] => MailsPage.Show(view),
                ["inspect", "faults"] => FaultsPage.Show(view),
                ["inspect", "snapshots"] => SnapshotsPage.Show(view),
                ["inspect", var name] when view.Kinds.Find(name) is { } kind => ResourcePages.List(view, kind),
                ["inspect", var name, var id] when view.Kinds.Find(name) is { } kind => ResourcePages.One(view, kind, id),
                _ => NotFound(view),
            };
        }
        catch (WrongInputException wrong)
        {
            return InspectorLayout.Page(view, 400, InspectorLayout.Elsewhere, "That makes no sense", Html.Of($"<p>{wrong.Message}</p>"));
        }
    }

    /// <summary>The page of what is not there.</summary>
    public static Reply NotFound(InspectorView view) => InspectorLayout.Page(
        view, 404, InspectorLayout.Elsewhere, "Nothing is here", Html.Of($"<p>The address is wrong, or what it led to is gone: the fake may have been reset.</p>"));

    /// <summary>Makes the call of a form, and goes to the page that it was on; there it says why where the call was refused.</summary>
    private async Task<Reply> DoAsync(PageRequest request, string call)
    {
        if (!_forms.IsOwn(request))
        {
            return InspectorLayout.Page(
                View(request), 403, InspectorLayout.Elsewhere, "This form is not the fake's own", Html.Of($"<p>The fake was started anew since the page was loaded. Load the page again.</p>"));
        }

        if (!ControlForm.All.TryGetValue(call, out var form))
        {
            return NotFound(View(request));
        }

        var back = Back(request.Form.GetValueOrDefault(InspectorForms.BackField));
        return await CallAsync(form.Method, form.PathFor(request.Form), form.BodyFor(request.Form)).ConfigureAwait(false) is { } refusal
            ? Show(new InspectorView(services, kinds.Value, _forms.Token, back) { Problem = refusal, Sent = request.Form })
            : PageLayout.SeeOther(InspectorText.Address(back));
    }

    /// <summary>The page that a form was on; the first one where it does not say one of the inspector's.</summary>
    private static PageRequest Back(string? address)
    {
        var (path, query) = address?.Split('?', 2) is [var before, var behind] ? (before, behind) : (address ?? "", "");
        var segments = Array.ConvertAll(path.TrimStart('/').TrimEnd('/').Split('/'), Uri.UnescapeDataString);
        return new PageRequest(
            "GET",
            segments is ["_fake", ..] && !path.StartsWith("//", StringComparison.Ordinal) ? segments : ["_fake"],
            QueryText.Parse(query).Where(entry => entry.Value.Count > 0).ToDictionary(entry => entry.Key, entry => entry.Value[0]),
            new Dictionary<string, string>(),
            null);
    }

    /// <summary>Makes a control call.</summary>
    /// <returns>Why it was refused; null where it was not.</returns>
    private async Task<string?> CallAsync(string method, string path, JsonObject? body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Scheme = "http";
        context.Request.Path = ControlApi.Root + path;
        if (body is not null)
        {
            var content = Encoding.UTF8.GetBytes(body.ToJsonString());
            context.Request.ContentType = "application/json";
            context.Request.ContentLength = content.Length;
            context.Request.Body = new MemoryStream(content);
        }

        var reply = await control.AnswerAsync(context.Request, ControlApi.Root + path).ConfigureAwait(false);
        return reply.Succeeded ? null : (string?)JsonNode.Parse(reply.Body.Span)?["detail"] ?? "It was refused.";
    }
}
