using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Extensions;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>A form of a page that the API has refused.</summary>
/// <param name="Action">What it was to do.</param>
/// <param name="Target">To what; empty where there is only one.</param>
/// <param name="Answer">What the API says of it.</param>
internal sealed record RefusedForm(string Action, string Target, PageAnswer Answer);

/// <summary>Somebody with a session looks at a page of a portal.</summary>
internal sealed class PortalVisit
{
    private const string Theme = "theme";

    private readonly PageApi _api;
    private readonly string _token;
    private readonly PortalAuthenticatedUser? _user;

    private PortalVisit(
        PageApi api,
        CustomerOrganizationData shop,
        PageRequest request,
        string token,
        CustomerPortalCustomer customer,
        PortalAuthenticatedUser? user,
        string? returnUrl)
    {
        _api = api;
        _token = token;
        _user = user;
        Shop = shop;
        Request = request;
        Customer = customer;
        ReturnUrl = returnUrl;
    }

    public CustomerOrganizationData Shop { get; }

    public CustomerOrganization Organization => Shop.Organization;

    public PageRequest Request { get; }

    public CustomerPortalCustomer Customer { get; }

    /// <summary>Where the seller wants the customer to go back to; null where nowhere.</summary>
    public string? ReturnUrl { get; }

    /// <summary>What the person is called on the page.</summary>
    public string Person => _user?.Email ?? Customer.Email ?? Customer.Name ?? "Customer";

    /// <summary>Whether the person may see and do what costs money.</summary>
    public bool IsBilling => _user is not { Type: "member" } || IsOwnerOrManager;

    /// <summary>Whether the person looks after the members of a team.</summary>
    public bool ManagesTeam => Customer.Type == CustomerType.Team && _user is { Type: "member" } && IsOwnerOrManager;

    /// <summary>The member that the person is; null in a session of the customer itself.</summary>
    public Guid? Member => _user?.MemberId;

    /// <summary>The form that was refused in this request; null where none was.</summary>
    public RefusedForm? Refused { get; private set; }

    /// <summary>What the page could not be made without; null where it could.</summary>
    public PageAnswer? Failure { get; private set; }

    /// <summary>What forms carry to show that they come from a page of the customer who is signed in.</summary>
    public string FormToken => PortalCookie.FormToken(_token);

    private bool IsOwnerOrManager => _user?.Role is MemberRole.Values.Owner or MemberRole.Values.BillingManager;

    /// <summary>Begins a visit; null where the session is none, is over, or is another organization's.</summary>
    /// <param name="api">The fake's own API.</param>
    /// <param name="shop">The organization whose portal is visited.</param>
    /// <param name="request">The request.</param>
    /// <param name="token">The session's token.</param>
    /// <param name="isCustomer">Whether a customer is one of the organization's.</param>
    public static async Task<PortalVisit?> BeginAsync(
        PageApi api, CustomerOrganizationData shop, PageRequest request, string token, Func<Guid, bool> isCustomer)
    {
        Task<PageAnswer> GetAsync(string path) => api(new PageCall("GET", Root + path, Token: token, Address: request.Address));
        var customer = await GetAsync("customers/me").ConfigureAwait(false);
        var session = await GetAsync("customer-session/introspect").ConfigureAwait(false);
        if (!customer.Succeeded || !session.Succeeded)
        {
            return null;
        }

        // A customer without an address has no user to tell of.
        var user = await GetAsync("customer-session/user").ConfigureAwait(false);
        var known = customer.Read<CustomerPortalCustomer>();
        return isCustomer(known.Id)
            ? new PortalVisit(
                api, shop, request, token, known, user.Succeeded ? user.Read<PortalAuthenticatedUser>() : null, session.Read<CustomerCustomerSession>().ReturnUrl)
            : null;
    }

    private const string Root = "/v1/customer-portal/";

    /// <summary>Asks the API; the path is below the portal's.</summary>
    public Task<PageAnswer> SendAsync(string method, string path, JsonObject? body = null) =>
        _api(new PageCall(method, Root + path, body, _token, Request.Address));

    /// <summary>Reads what the page is about; null where there is no such thing.</summary>
    public async Task<T?> FindAsync<T>(string path)
        where T : class, IWire<T>
    {
        var answer = await SendAsync("GET", path).ConfigureAwait(false);
        if (answer.Succeeded)
        {
            return answer.Read<T>();
        }

        Failure ??= answer;
        return null;
    }

    /// <summary>Reads what is on the page besides; nothing where the session may not see it.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string path)
        where T : IWire<T>
    {
        var answer = await SendAsync("GET", $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=100").ConfigureAwait(false);
        if (answer.Succeeded)
        {
            return answer.Read<ListResource<T>>().Items;
        }

        if (answer.Status is not (401 or 403 or 404))
        {
            Failure ??= answer;
        }

        return [];
    }

    /// <summary>The address of a page of the portal.</summary>
    /// <param name="page">The page, from its slash on.</param>
    /// <param name="query">What else it says.</param>
    public string Address(string page, params (string Name, string Value)[] query) => Address(Organization.Slug, Request, page, query);

    /// <summary>The address of a page of an organization's portal; the colours that were asked for stay.</summary>
    public static string Address(string slug, PageRequest request, string page, params (string Name, string Value)[] query)
    {
        var all = new QueryBuilder(query.Select(entry => KeyValuePair.Create(entry.Name, entry.Value)));
        if (request.Query.TryGetValue(Theme, out var theme) && theme is "light" or "dark")
        {
            all.Add(Theme, theme);
        }

        return PortalAddress.Root(slug) + page + all.ToQueryString();
    }

    /// <summary>Keeps why a form was refused; false where it was not.</summary>
    public bool IsRefused(PageAnswer answer)
    {
        if (answer.Succeeded)
        {
            return false;
        }

        Refused = new RefusedForm(Request.Form.GetValueOrDefault("action", ""), Request.Form.GetValueOrDefault("target", ""), answer);
        return true;
    }

    /// <summary>Goes to a page that says what was done.</summary>
    public Reply Done(string page, string notice) => PageLayout.SeeOther(Address(page, ("done", notice)));

    /// <summary>A form of the page.</summary>
    /// <param name="page">The page that it is on.</param>
    /// <param name="action">What it does.</param>
    /// <param name="target">To what; empty where there is only one.</param>
    public PortalForm Form(string page, string action, string target = "") => new(this, page, action, target);
}
