namespace Polar.FakeServer.Pages.Portal;

/// <summary>A form on a page of the portal: where it goes, what it carries, and what was wrong with it last.</summary>
internal sealed class PortalForm
{
    private readonly PortalVisit _visit;
    private readonly string _page;
    private readonly string _action;
    private readonly string _target;
    private readonly PageProblems _problems;

    public PortalForm(PortalVisit visit, string page, string action, string target)
    {
        (_visit, _page, _action, _target) = (visit, page, action, target);
        var isRefused = visit.Refused is { } refused && refused.Action == action && refused.Target == target;
        _problems = isRefused ? visit.Refused!.Answer.Problems() : PageProblems.None;
        Sent = isRefused ? visit.Request.Form : new Dictionary<string, string>();
        Fields = new FormControls(_problems, Sent, target.Length == 0 ? $"{action}-" : $"{action}-{target}-");
    }

    /// <summary>Its fields.</summary>
    public FormControls Fields { get; }

    /// <summary>What was filled in last; empty where it was not refused.</summary>
    public IReadOnlyDictionary<string, string> Sent { get; }

    /// <summary>Whether it was refused, so that it is to be seen at once.</summary>
    public bool IsRefused => _problems != PageProblems.None;

    /// <summary>The form.</summary>
    /// <param name="content">Its fields, made already.</param>
    /// <param name="button">What its button says.</param>
    /// <param name="kind">The look of the button.</param>
    /// <param name="about">What the button is about, for those who hear it by itself; null where that is plain.</param>
    public Html With(Html content, string button, string kind = "", string? about = null)
    {
        string[] messages = [.. _problems.General is { } general ? new[] { general } : [], .. _problems.Besides(Fields.Shown)];
        return Html.Of($"""
            <form method="post" action="{_visit.Address(_page)}" class="{(content.IsNone ? "button" : "fields")}" novalidate>
            <input type="hidden" name="{PortalCookie.FormField}" value="{_visit.FormToken}">
            <input type="hidden" name="action" value="{_action}">
            {Html.If(_target.Length > 0, () => Html.Of($"<input type=\"hidden\" name=\"target\" value=\"{_target}\">"))}
            {content}
            {Html.If(messages.Length > 0, () => Html.Of($"<div class=\"problem general\" role=\"alert\">{messages.Select(message => Html.Of($"<p>{message}</p>"))}</div>"))}
            <button{(kind.Length == 0 ? Html.None : Html.Of($" class=\"{kind}\""))}>{button}{(about is null ? Html.None : Html.Of($"<span class=\"unseen\"> {about}</span>"))}</button>
            </form>
            """);
    }

    /// <summary>A form that is only a button.</summary>
    public Html Button(string button, string kind = "", string? about = null) => With(Html.None, button, kind, about);

    /// <summary>A form that is folded away until somebody wants it, or it was refused.</summary>
    public Html Folded(string summary, Html content, string button, string kind = "") => Html.Of($"""
        <details class="fold"{Html.If(IsRefused, () => Html.Of($" open"))}>
        <summary>{summary}</summary>
        {With(content, button, kind)}
        </details>
        """);
}
