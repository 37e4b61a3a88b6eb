using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers.Members;

/// <summary>The routes by which older clients reach members without their customer; the API description has them no more.</summary>
internal static class MemberRoutes
{
    private const string Creation = "MemberCreate";

    private static readonly string[] s_read = ["members:read", "members:write"];
    private static readonly string[] s_write = ["members:write"];

    private static readonly RouteParameter s_id = new("id", static () => new TextSchema(null, null, null, "uuid"), true, false, false);
    private static readonly RouteParameter s_externalId = new("external_id", static () => Schema.PlainText, true, false, false);

    private static readonly RouteParameter[] s_customer =
    [
        Optional("customer_id", static () => new TextSchema(null, null, null, "uuid")),
        Optional("external_customer_id", static () => Schema.PlainText),
    ];

    private static readonly RouteParameter[] s_list =
    [
        Optional("customer_id", static () => Schema.PlainText),
        Optional("external_customer_id", static () => Schema.PlainText),
        Optional("role", static () => new ReferenceSchema("MemberRole")),
        new("page", static () => new IntegerSchema(null, 0m, null, null), false, false, false),
        new("limit", static () => new IntegerSchema(null, 0m, null, null), false, false, false),
        new("sorting", static () => new NullableSchema(new ListSchema(new ReferenceSchema("MemberSortProperty"), null, null)), false, true, false),
    ];

    private static readonly RouteBody s_creation = new(static () => new ReferenceSchema(Creation), true, false);
    private static readonly RouteBody s_update = new(static () => new ReferenceSchema("MemberUpdate"), true, false);

    private static readonly Failure s_noCustomerId = new(404, "ResourceNotFound", "Invalid customer ID format");

    public static IReadOnlyList<Route> All { get; } =
    [
        Make("members:list", "GET", "/v1/members/", List) with { Query = s_list },
        Make("members:create", "POST", "/v1/members/", Create, 201) with { Body = s_creation },
        Make("members:get_external", "GET", "/v1/members/external/{external_id}", (transaction, request) =>
                External(transaction, request).Then<Member>(row => row.Resource))
            with { Path = [s_externalId], Query = s_customer },
        Make("members:update_external", "PATCH", "/v1/members/external/{external_id}", (transaction, request) =>
                MembersOperations.Update(transaction, External(transaction, request), request.Body(RequestBinding.MemberUpdate)))
            with { Path = [s_externalId], Query = s_customer, Body = s_update },
        Make("members:delete_external", "DELETE", "/v1/members/external/{external_id}", (transaction, request) =>
                External(transaction, request).Then(row => MemberRules.Delete(transaction, row)), 204)
            with { Path = [s_externalId], Query = s_customer },
        Make("members:get", "GET", "/v1/members/{id}", (transaction, request) => Find(transaction, request).Then<Member>(row => row.Resource))
            with { Path = [s_id] },
        Make("members:update", "PATCH", "/v1/members/{id}", (transaction, request) =>
                MembersOperations.Update(transaction, Find(transaction, request), request.Body(RequestBinding.MemberUpdate)))
            with { Path = [s_id], Body = s_update },
        Make("members:delete", "DELETE", "/v1/members/{id}", (transaction, request) =>
                Find(transaction, request).Then(row => MemberRules.Delete(transaction, row)), 204)
            with { Path = [s_id] },
    ];

    /// <summary>A new member whose customer is named in the body.</summary>
    public static ObjectSchema CreationSchema(ObjectSchema nested) => nested with
    {
        Members = [.. nested.Members, new MemberSchema("customer_id", new TextSchema(null, null, null, "uuid4"), true)],
    };

    private static Route Make<T>(string id, string method, string template, Func<Transaction, BoundRequest, Outcome<T>> answer, int status = 200) => new()
    {
        Id = id,
        Method = method,
        Template = template,
        Status = status,
        Scopes = method == "GET" ? s_read : s_write,
        Subjects = [nameof(SubjectKind.Organization), nameof(SubjectKind.User)],
        Path = [],
        Query = [],
        Handle = (_, transaction, request) => Reply.Of(transaction, status, answer(transaction, request)),
    };

    private static RouteParameter Optional(string name, Func<Schema> schema) => new(name, () => new NullableSchema(schema()), false, false, false);

    private static Outcome<ListResource<Member>> List(Transaction transaction, BoundRequest request)
    {
        var asked = request.Text("customer_id");
        if (UuidText.Fault(asked ?? Guid.Empty.ToString(), out var customer) is not null)
        {
            return s_noCustomerId;
        }

        var externalId = request.Text("external_customer_id");
        return transaction.World.Members.Visible(transaction)
            .In(asked is null ? null : [customer], Table<MemberRow>.ByOwner)
            .In(externalId is null ? null : [.. Called(transaction, externalId)], Table<MemberRow>.ByOwner)
            .WhereIf(request.Value("role", static text => new MemberRole(text)), (row, role) => row.Resource.Role == role)
            .Sorted(
                request.Values("sorting", static text => new MemberSortProperty(text)),
                MemberSortProperty.CreatedAtDescending,
                _ => row => row.CreatedAt)
            .Page(request.Value("page", QueryText.Integer), request.Value("limit", QueryText.Integer), row => row.Resource);
    }

    /// <summary>All customers that the caller's organizations call so.</summary>
    private static IEnumerable<Guid> Called(Transaction transaction, string externalId) => transaction.Organizations
        .Select(organization => CustomerRules.ByExternalId(transaction.World, organization, externalId))
        .OfType<CustomerRow>()
        .Select(row => row.Id);

    private static Outcome<Member> Create(Transaction transaction, BoundRequest request) =>
        MembersOperations.Customer(transaction, Guid.Parse(request.CheckedBody!["customer_id"]!.ToString()))
            .Then(customer => MemberRules.Create(transaction, customer, request.Body(RequestBinding.MemberCreateFromCustomer)))
            .Then<Member>(row => row.Resource);

    private static Outcome<MemberRow> Find(Transaction transaction, BoundRequest request) =>
        transaction.World.Members.Visible(transaction, request.PathUuid("id")) is { IsDeleted: false } row ? row : MemberRules.NotFound;

    private static Outcome<MemberRow> External(Transaction transaction, BoundRequest request)
    {
        var member = request.PathText("external_id");
        return (request.Value("customer_id", Guid.Parse), request.Text("external_customer_id")) switch
        {
            (null, null) => Failure.Invalid(new RequestError("missing", ["query"], "One of customer_id or external_customer_id must be provided.")),
            (null, { } externalId) => MembersOperations.FindExternal(transaction, externalId, member),
            ({ } id, null) => transaction.World.Customers.Find(id) is { } customer
                && MemberRules.ByExternalId(transaction.World, customer.OrganizationId, id, member).Visible(transaction) is { } row
                    ? row
                    : MemberRules.NotFound,
            _ => Failure.Invalid(new RequestError("value_error", ["query"], "Only one of customer_id or external_customer_id may be provided.")),
        };
    }
}
