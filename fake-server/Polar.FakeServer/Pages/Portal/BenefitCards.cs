using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>Benefits on the overview, each in its kind.</summary>
internal sealed class BenefitCards(PortalVisit visit)
{
    /// <summary>One after the other.</summary>
    public async Task<IReadOnlyList<Html>> AllAsync(IReadOnlyList<CustomerBenefitGrant> grants)
    {
        var cards = new List<Html>(grants.Count);
        foreach (var grant in grants)
        {
            cards.Add(await OneAsync(grant).ConfigureAwait(false));
        }

        return cards;
    }

    private async Task<Html> OneAsync(CustomerBenefitGrant grant) => grant switch
    {
        CustomerBenefitGrantLicenseKeys known => Card(grant, known.Benefit.Description, "License key", await LicenseKeyAsync(known).ConfigureAwait(false)),
        CustomerBenefitGrantDownloadables known => Card(grant, known.Benefit.Description, "Downloads", await DownloadsAsync(known).ConfigureAwait(false)),
        CustomerBenefitGrantCustom known => Card(grant, known.Benefit.Description, "Benefit", Note(known.Benefit.Properties.Note)),
        CustomerBenefitGrantMeterCredit known => Card(grant, known.Benefit.Description, "Credit", Note($"{PortalTexts.Number(known.Benefit.Properties.Units)} units")),
        CustomerBenefitGrantFeatureFlag known => Card(grant, known.Benefit.Description, "Feature", Html.None),
        CustomerBenefitGrantDiscord known => Card(grant, known.Benefit.Description, "Discord", Account(grant, known.Member, "discord", "discord", known.Properties.AccountId)),
        CustomerBenefitGrantGitHubRepository known => Card(
            grant, known.Benefit.Description, "GitHub", Account(grant, known.Member, "github", "github_repository", known.Properties.AccountId)),
        CustomerBenefitGrantSlackSharedChannel known => Card(grant, known.Benefit.Description, "Slack", Channel(grant, known.Properties)),
        _ => Html.None,
    };

    private static Html Card(CustomerBenefitGrant grant, string description, string kind, Html content) => Html.Of($"""
        <article class="item benefit" id="grant-{grant.Id}">
        <div>
        <h3>{description} <span class="badge plain">{kind}</span></h3>
        {Html.If(grant.Error is not null, () => Html.Of($"<p class=\"problem\">{grant.Error!.Message}</p>"))}
        {content}
        </div>
        </article>
        """);

    private static Html Note(string? note) => note is { Length: > 0 } ? Html.Of($"<p class=\"note\">{note}</p>") : Html.None;

    private async Task<Html> LicenseKeyAsync(CustomerBenefitGrantLicenseKeys grant)
    {
        if (grant.Properties.LicenseKeyId is not { } id || await visit.FindAsync<LicenseKeyWithActivations>($"license-keys/{id}").ConfigureAwait(false) is not { } key)
        {
            return Note("Your key is on its way.");
        }

        return Html.Of($"""
            <p class="key"><code>{key.Key}</code> {PortalTexts.Badge(key.Status.Value)}</p>
            <ul class="facts">
            {Html.If(key.ExpiresAt is not null, () => Html.Of($"<li>Good until {PortalTexts.Date(key.ExpiresAt!.Value)}</li>"))}
            {Html.If(key.LimitUsage is not null, () => Html.Of($"<li>Used {key.Usage} of {key.LimitUsage ?? 0} times</li>"))}
            {Html.If(key.LimitActivations is not null, () => Html.Of($"<li>Up to {key.LimitActivations ?? 0} activations</li>"))}
            </ul>
            {Html.If(key.Activations.Count > 0, () => Activations(key))}
            {visit.Form(OverviewPage.Place, "rotate", $"{key.Id}").Folded("Replace the key", Html.Of($"<p class=\"quiet\">The old key stops working at once.</p>"), "Replace it")}
            """);
    }

    private Html Activations(LicenseKeyWithActivations key) => Html.Of($"""
        <table class="list">
        <caption>Activations</caption>
        <tbody>
        {key.Activations.Select(activation => Html.Of($"""
            <tr>
            <th scope="row">{activation.Label}</th>
            <td>{PortalTexts.Date(activation.CreatedAt)}</td>
            <td class="do">{visit.Form(OverviewPage.Place, "deactivate", $"{activation.Id}").With(Html.Of($"<input type=\"hidden\" name=\"key\" value=\"{key.Key}\">"), "Deactivate", "plain", activation.Label)}</td>
            </tr>
            """))}
        </tbody>
        </table>
        """);

    private async Task<Html> DownloadsAsync(CustomerBenefitGrantDownloadables grant)
    {
        var files = await visit.ListAsync<DownloadableRead>($"downloadables/?benefit_id={grant.BenefitId}").ConfigureAwait(false);
        return Html.Of($"""
            <ul class="files">
            {files.Select(file => Html.Of($"<li><a href=\"{file.File.Download.Url}\" download>{file.File.Name}</a> <span class=\"quiet\">{file.File.SizeReadable}</span></li>\n"))}
            </ul>
            {Html.If(files.Count == 0, () => Note("There are no files yet."))}
            """);
    }

    /// <summary>Which of the accounts of the person, or else of the customer, has the benefit; further ones are connected at the service itself.</summary>
    private Html Account(CustomerBenefitGrant grant, CustomerBenefitGrantMember? member, string platform, string type, string? chosen)
    {
        var form = visit.Form(OverviewPage.Place, "connect", $"{grant.Id}");
        (string Value, string Text)[] accounts =
        [
            .. (member?.OAuthAccounts ?? ValueMap<CustomerPortalOAuthAccount>.Empty)
                .Concat(grant.Customer.OAuthAccounts)
                .DistinctBy(entry => entry.Key)
                .Where(entry => entry.Key.StartsWith(platform + ":", StringComparison.Ordinal))
                .Select(entry => (entry.Value.AccountId, entry.Value.AccountUsername ?? entry.Value.AccountId)),
        ];
        var name = platform == "github" ? "GitHub" : "Discord";
        var choice = Html.If(accounts.Length > 0, () => form.With(
            Html.Of($"<input type=\"hidden\" name=\"benefit_type\" value=\"{type}\">{form.Fields.Select("account_id", $"{name} account", chosen, accounts)}"),
            "Use this account",
            "plain"));
        return Html.Of($"""
            {choice}
            {visit.Form(OverviewPage.Place, "link", $"{grant.Id}").With(Html.Of($"<input type=\"hidden\" name=\"platform\" value=\"{platform}\">"), accounts.Length == 0 ? $"Connect {name}" : $"Connect another {name} account", "plain")}
            """);
    }

    private Html Channel(CustomerBenefitGrant grant, BenefitGrantSlackSharedChannelProperties properties)
    {
        var form = visit.Form(OverviewPage.Place, "invite", $"{grant.Id}");
        return Html.Of($"""
            {Note(properties.ChannelName is { } channel ? $"#{channel}" : null)}
            {form.With(form.Fields.Input("invited_email", "Email address of your Slack account", properties.InvitedEmail, "email", Html.Of($"autocomplete=\"email\"")), "Invite me", "plain")}
            """);
    }
}
