using System;
using System.Numerics;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Quoting.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "quoting");

            migrationBuilder.Sql(JournalSchema.V1("quoting"));
            migrationBuilder.Sql(JournalSchema.V2("quoting"));
            migrationBuilder.Sql(RevocationsSchema.V1("quoting"));

            migrationBuilder.CreateSequence(
                name: "quote_numbers",
                schema: "quoting");

            migrationBuilder.CreateTable(
                name: "acceptances",
                schema: "quoting",
                columns: table => new
                {
                    digest = table.Column<string>(type: "text", nullable: false),
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    signer = table.Column<string>(type: "text", nullable: false),
                    scheme = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    signature = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    fact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_acceptances", x => x.digest);
                },
                comment: "Which quotes customers accepted, and what shows it. A row never changes.");

            migrationBuilder.CreateTable(
                name: "assignment_facts",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    block_hash = table.Column<string>(type: "text", nullable: false),
                    event_index = table.Column<long>(type: "bigint", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    is_whole_core = table.Column<bool>(type: "boolean", nullable: false),
                    task = table.Column<long>(type: "bigint", nullable: true),
                    is_final = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignment_facts", x => x.id);
                },
                comment: "What regions were assigned to.");

            migrationBuilder.CreateTable(
                name: "customer_accounts",
                schema: "quoting",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    public_key = table.Column<string>(type: "text", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    how = table.Column<int>(type: "integer", nullable: false),
                    is_gone = table.Column<bool>(type: "boolean", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_accounts", x => new { x.account_id, x.public_key, x.network });
                },
                comment: "Chain accounts of customers, as Leads told.");

            migrationBuilder.CreateTable(
                name: "customer_tasks",
                schema: "quoting",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    task = table.Column<long>(type: "bigint", nullable: false),
                    is_gone = table.Column<bool>(type: "boolean", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_tasks", x => new { x.account_id, x.network, x.task });
                },
                comment: "Para ids of customers, as Leads told.");

            migrationBuilder.CreateTable(
                name: "delegations",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    from_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_name = table.Column<string>(type: "text", nullable: false),
                    team_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    to_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_name = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    note = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                    table.CheckConstraint("delegations_dates", "ends_at > starts_at and ends_at <= starts_at + interval '30 days'");
                    table.CheckConstraint("delegations_two_people", "from_id <> to_id");
                },
                comment: "Who decides in whose place, from when until when.");

            migrationBuilder.CreateTable(
                name: "digest_remarks",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    block_hash = table.Column<string>(type: "text", nullable: false),
                    event_index = table.Column<long>(type: "bigint", nullable: false),
                    extrinsic_index = table.Column<long>(type: "bigint", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_digest_remarks", x => x.id);
                },
                comment: "Digests that stand on a chain behind the desk's tag.");

            migrationBuilder.CreateTable(
                name: "merged_accounts",
                schema: "quoting",
                columns: table => new
                {
                    merge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    survivor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    absorbed_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_undone = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_merged_accounts", x => x.merge_id);
                },
                comment: "Which accounts are part of others, as Leads told.");

            migrationBuilder.CreateTable(
                name: "offers",
                schema: "quoting",
                columns: table => new
                {
                    digest = table.Column<string>(type: "text", nullable: false),
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    periods = table.Column<string>(type: "jsonb", nullable: false),
                    begins = table.Column<long[]>(type: "bigint[]", nullable: false),
                    accounts = table.Column<string[]>(type: "text[]", nullable: false),
                    tasks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ending = table.Column<int>(type: "integer", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    won_by = table.Column<Guid>(type: "uuid", nullable: true),
                    fulfilled = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offers", x => x.digest);
                },
                comment: "Revisions that were sent, as purchases are matched to them.");

            migrationBuilder.CreateTable(
                name: "paid_facts",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    block_number = table.Column<long>(type: "bigint", nullable: false),
                    block_hash = table.Column<string>(type: "text", nullable: false),
                    event_index = table.Column<long>(type: "bigint", nullable: false),
                    extrinsic_index = table.Column<long>(type: "bigint", nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    payer = table.Column<string>(type: "text", nullable: false),
                    price = table.Column<BigInteger>(type: "numeric(39,0)", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    decimals = table.Column<int>(type: "integer", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    duration = table.Column<long>(type: "bigint", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    old_core = table.Column<int>(type: "integer", nullable: true),
                    tasks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: true),
                    basis = table.Column<int>(type: "integer", nullable: true),
                    score = table.Column<int>(type: "integer", nullable: false),
                    differs = table.Column<int>(type: "integer", nullable: false),
                    paid_by = table.Column<int>(type: "integer", nullable: false),
                    is_customer_paid = table.Column<bool>(type: "boolean", nullable: false),
                    is_another_payer = table.Column<bool>(type: "boolean", nullable: false),
                    candidates = table.Column<string>(type: "jsonb", nullable: false),
                    judged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    confirmed = table.Column<string>(type: "text", nullable: true),
                    excluded = table.Column<string[]>(type: "text[]", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_paid_facts", x => x.id);
                    table.CheckConstraint("paid_facts_counted_for_a_quote", "state not in (3, 4, 5, 7) or digest is not null");
                    table.CheckConstraint("paid_facts_customer_paid_counts", "not is_customer_paid or (state = 3 and paid_by <> 2)");
                },
                comment: "Finalised events that paid for a core, and which quote each belongs to.");

            migrationBuilder.CreateTable(
                name: "quotes",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    team_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    customer_owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    next_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    customer = table.Column<byte[]>(type: "bytea", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quotes", x => x.id);
                },
                comment: "Quotes, each with the state of its newest revision.");

            migrationBuilder.CreateTable(
                name: "rule_versions",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    canonical = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    effective_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    effective_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    adopted_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    adopted_by_name = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    adopted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rule_versions", x => x.id);
                    table.CheckConstraint("rule_versions_end_after_start", "effective_to is null or effective_to > effective_from");
                    table.CheckConstraint("rule_versions_from_one", "number >= 1");
                },
                comment: "Versions of the rules by which concessions are judged. A row is written once. The highest number counts of those in force.");

            migrationBuilder.CreateTable(
                name: "size_reviews",
                schema: "quoting",
                columns: table => new
                {
                    review_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_size_reviews", x => x.review_id);
                },
                comment: "Reviews of customers' sizes. While one is open nothing new is conceded to the account.");

            migrationBuilder.CreateTable(
                name: "approvals",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals", x => x.id);
                    table.ForeignKey(
                        name: "fk_approvals_quotes_quote_id",
                        column: x => x.quote_id,
                        principalSchema: "quoting",
                        principalTable: "quotes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Requests for approval, one for each role of a round, with what was decided.");

            migrationBuilder.CreateTable(
                name: "revisions",
                schema: "quoting",
                columns: table => new
                {
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    terms_sha256 = table.Column<string>(type: "text", nullable: true),
                    quote_sha256 = table.Column<string>(type: "text", nullable: true),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    list = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    concession = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_revisions", x => new { x.quote_id, x.number });
                    table.CheckConstraint("revisions_number", "number > 0");
                    table.CheckConstraint("revisions_priced", "(terms_sha256 is not null) = (list is not null) and (list is not null) = (concession is not null)");
                    table.CheckConstraint("revisions_sent", "state not in (5, 6, 7, 8, 10) or (quote_sha256 is not null and valid_until is not null)");
                    table.ForeignKey(
                        name: "fk_revisions_quotes_quote_id",
                        column: x => x.quote_id,
                        principalSchema: "quoting",
                        principalTable: "quotes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "One row per revision of a quote. At most one of a quote is with the customer: revisions_one_out.");

            migrationBuilder.CreateTable(
                name: "quote_links",
                schema: "quoting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    made_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    made_by = table.Column<string>(type: "text", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quote_links", x => x.id);
                    table.CheckConstraint("quote_links_digest", "octet_length(token_sha256) = 32");
                    table.ForeignKey(
                        name: "fk_quote_links_revisions_quote_id_revision",
                        columns: x => new { x.quote_id, x.revision },
                        principalSchema: "quoting",
                        principalTable: "revisions",
                        principalColumns: new[] { "quote_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Links that show a sent revision to a customer. Of the token only the digest is kept.");

            migrationBuilder.CreateIndex(
                name: "ix_acceptances_quote_id_revision",
                schema: "quoting",
                table: "acceptances",
                columns: new[] { "quote_id", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "approvals_asked",
                schema: "quoting",
                table: "approvals",
                columns: new[] { "due_at", "id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "approvals_by_quote",
                schema: "quoting",
                table: "approvals",
                columns: new[] { "quote_id", "position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "assignment_facts_by_core",
                schema: "quoting",
                table: "assignment_facts",
                columns: new[] { "chain", "core", "begin" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_accounts_public_key",
                schema: "quoting",
                table: "customer_accounts",
                column: "public_key");

            migrationBuilder.CreateIndex(
                name: "ix_customer_tasks_network_task",
                schema: "quoting",
                table: "customer_tasks",
                columns: new[] { "network", "task" });

            migrationBuilder.CreateIndex(
                name: "delegations_by_delegate",
                schema: "quoting",
                table: "delegations",
                columns: new[] { "to_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "delegations_by_principal",
                schema: "quoting",
                table: "delegations",
                columns: new[] { "from_id", "id" });

            migrationBuilder.CreateIndex(
                name: "digest_remarks_by_extrinsic",
                schema: "quoting",
                table: "digest_remarks",
                columns: new[] { "chain", "block_hash", "extrinsic_index" });

            migrationBuilder.CreateIndex(
                name: "ix_digest_remarks_digest",
                schema: "quoting",
                table: "digest_remarks",
                column: "digest");

            migrationBuilder.CreateIndex(
                name: "ix_merged_accounts_absorbed_id",
                schema: "quoting",
                table: "merged_accounts",
                column: "absorbed_id");

            migrationBuilder.CreateIndex(
                name: "ix_merged_accounts_survivor_id",
                schema: "quoting",
                table: "merged_accounts",
                column: "survivor_id");

            migrationBuilder.CreateIndex(
                name: "ix_offers_quote_id_revision",
                schema: "quoting",
                table: "offers",
                columns: new[] { "quote_id", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "offers_by_account",
                schema: "quoting",
                table: "offers",
                columns: new[] { "account_id", "chain" });

            migrationBuilder.CreateIndex(
                name: "offers_by_chain_account",
                schema: "quoting",
                table: "offers",
                column: "accounts")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "offers_by_task",
                schema: "quoting",
                table: "offers",
                column: "tasks")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_core",
                schema: "quoting",
                table: "paid_facts",
                columns: new[] { "chain", "core", "begin" });

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_extrinsic",
                schema: "quoting",
                table: "paid_facts",
                columns: new[] { "chain", "block_hash", "extrinsic_index" });

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_payer",
                schema: "quoting",
                table: "paid_facts",
                columns: new[] { "chain", "begin", "payer" });

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_quote",
                schema: "quoting",
                table: "paid_facts",
                column: "digest");

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_state",
                schema: "quoting",
                table: "paid_facts",
                columns: new[] { "state", "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "paid_facts_by_task",
                schema: "quoting",
                table: "paid_facts",
                column: "tasks")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_quote_links_quote_id_revision",
                schema: "quoting",
                table: "quote_links",
                columns: new[] { "quote_id", "revision" });

            migrationBuilder.CreateIndex(
                name: "quote_links_by_quote",
                schema: "quoting",
                table: "quote_links",
                columns: new[] { "quote_id", "id" });

            migrationBuilder.CreateIndex(
                name: "quote_links_by_token",
                schema: "quoting",
                table: "quote_links",
                column: "token_sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_quotes_number",
                schema: "quoting",
                table: "quotes",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "quotes_by_account",
                schema: "quoting",
                table: "quotes",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "quotes_by_owner",
                schema: "quoting",
                table: "quotes",
                columns: new[] { "owner_id", "id" });

            migrationBuilder.CreateIndex(
                name: "quotes_by_state",
                schema: "quoting",
                table: "quotes",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "quotes_by_team",
                schema: "quoting",
                table: "quotes",
                column: "team_ids")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "quotes_due",
                schema: "quoting",
                table: "quotes",
                columns: new[] { "next_due_at", "id" },
                filter: "next_due_at is not null");

            migrationBuilder.CreateIndex(
                name: "revisions_by_digest",
                schema: "quoting",
                table: "revisions",
                column: "quote_sha256",
                unique: true,
                filter: "quote_sha256 is not null");

            migrationBuilder.CreateIndex(
                name: "revisions_one_out",
                schema: "quoting",
                table: "revisions",
                column: "quote_id",
                unique: true,
                filter: "state in (5, 6)");

            migrationBuilder.CreateIndex(
                name: "ix_rule_versions_number",
                schema: "quoting",
                table: "rule_versions",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "size_reviews_open",
                schema: "quoting",
                table: "size_reviews",
                column: "account_id",
                filter: "closed_at is null");

            migrationBuilder.Sql(RuleVersionsGuard.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(RuleVersionsGuard.Drop);
            migrationBuilder.Sql(RevocationsSchema.DropV1("quoting"));
            migrationBuilder.Sql(JournalSchema.DropV2("quoting"));
            migrationBuilder.Sql(JournalSchema.DropV1("quoting"));

            migrationBuilder.DropTable(
                name: "acceptances",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "approvals",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "assignment_facts",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "customer_accounts",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "customer_tasks",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "delegations",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "digest_remarks",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "merged_accounts",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "offers",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "paid_facts",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "quote_links",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "rule_versions",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "size_reviews",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "revisions",
                schema: "quoting");

            migrationBuilder.DropTable(
                name: "quotes",
                schema: "quoting");

            migrationBuilder.DropSequence(
                name: "quote_numbers",
                schema: "quoting");
        }
    }
}
