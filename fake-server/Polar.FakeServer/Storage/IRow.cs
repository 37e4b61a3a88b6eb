namespace Polar.FakeServer.Storage;

/// <summary>What every row of a table has.</summary>
internal interface IRow
{
    /// <summary>The row's id.</summary>
    Guid Id { get; }

    /// <summary>The organization that owns it; nobody else sees it.</summary>
    Guid OrganizationId { get; }

    /// <summary>When it was made.</summary>
    DateTimeOffset CreatedAt { get; }

    /// <summary>Whether it is gone for its users: what refers to it still finds it by its id, but no list and no other key leads to it.</summary>
    bool IsDeleted => false;
}

/// <summary>A row that knows its table.</summary>
/// <typeparam name="TRow">The row's own type.</typeparam>
internal interface IRow<TRow> : IRow
    where TRow : class, IRow<TRow>
{
    /// <summary>The table of these rows.</summary>
    static abstract TableDefinition<TRow> Table { get; }
}

/// <summary>A row that is a customer's own: a session of another customer does not see it.</summary>
internal interface ICustomerOwned : IRow
{
    /// <summary>The customer, once there is one.</summary>
    Guid? OwnerId { get; }
}

/// <summary>A row that belongs to one member of a customer: a session of another member does not see it.</summary>
internal interface IMemberOwned : ICustomerOwned
{
    /// <summary>The member; null where it is the customer's own.</summary>
    Guid? MemberId { get; }
}
