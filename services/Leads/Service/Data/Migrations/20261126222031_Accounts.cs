using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class Accounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "merge_numbers",
                schema: "leads");

            migrationBuilder.AlterTable(
                name: "accounts",
                schema: "leads",
                comment: "One row per customer, or project that may become one. A merged one stays, and names the one that it is part of.",
                oldComment: "One row per customer, or project that may become one.");

            migrationBuilder.AddColumn<string[]>(
                name: "ecosystems",
                schema: "leads",
                table: "accounts",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<short[]>(
                name: "fit_points",
                schema: "leads",
                table: "accounts",
                type: "smallint[]",
                nullable: false,
                defaultValue: new short[0]);

            migrationBuilder.AddColumn<short>(
                name: "fit_rank",
                schema: "leads",
                table: "accounts",
                type: "smallint",
                nullable: false,
                defaultValue: (short)-1);

            migrationBuilder.AddColumn<string[]>(
                name: "fit_reasons",
                schema: "leads",
                table: "accounts",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into_id",
                schema: "leads",
                table: "accounts",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "next_step",
                schema: "leads",
                table: "accounts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_step_at",
                schema: "leads",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "next_step_by",
                schema: "leads",
                table: "accounts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "next_step_on",
                schema: "leads",
                table: "accounts",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "next_step_why",
                schema: "leads",
                table: "accounts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "target_detail",
                schema: "leads",
                table: "accounts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "target_source",
                schema: "leads",
                table: "accounts",
                type: "smallint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_keys",
                schema: "leads",
                columns: table => new
                {
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_keys", x => new { x.value, x.kind, x.network });
                    table.CheckConstraint("account_keys_network", "(kind = 1) = (network <> '')");
                    table.ForeignKey(
                        name: "fk_account_keys_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What identifies a customer for certain. The key is the primary key: two accounts cannot have it.");

            migrationBuilder.CreateTable(
                name: "chain_accounts",
                schema: "leads",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    public_key = table.Column<string>(type: "text", nullable: false),
                    network = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    how = table.Column<short>(type: "smallint", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chain_accounts", x => new { x.account_id, x.public_key, x.network });
                    table.ForeignKey(
                        name: "fk_chain_accounts_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Accounts on chains that are, or are said to be, a customer's.");

            migrationBuilder.CreateTable(
                name: "challenges",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    public_key = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_challenges", x => x.id);
                    table.ForeignKey(
                        name: "fk_challenges_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Texts that were handed out for the holder of a chain account to sign.");

            migrationBuilder.CreateTable(
                name: "contacts",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    emails = table.Column<string[]>(type: "text[]", nullable: false),
                    email_domains = table.Column<string[]>(type: "text[]", nullable: false),
                    handles = table.Column<string[]>(type: "text[]", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    opted_out_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opt_out_source = table.Column<short>(type: "smallint", nullable: true),
                    opt_out_reason = table.Column<string>(type: "text", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    forgotten_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contacts", x => x.id);
                    table.CheckConstraint("contacts_forgotten_is_empty", "forgotten_at is null or (name = '' and title = '' and emails = '{}' and handles = '{}' and email_domains = '{}' and opt_out_reason = '' and language = '' and time_zone = '' and country = '')");
                    table.CheckConstraint("contacts_opt_out_is_whole", "(opted_out_at is null) = (opt_out_source is null)");
                    table.ForeignKey(
                        name: "fk_contacts_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "People at customers. What is personal is in this table alone, so that it can be deleted.");

            migrationBuilder.CreateTable(
                name: "merges",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    ordinal = table.Column<long>(type: "bigint", nullable: false),
                    survivor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    absorbed_id = table.Column<Guid>(type: "uuid", nullable: false),
                    survivor_before = table.Column<string>(type: "jsonb", nullable: false),
                    absorbed_before = table.Column<string>(type: "jsonb", nullable: false),
                    survivor_after = table.Column<string>(type: "jsonb", nullable: false),
                    merged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    merged_by = table.Column<string>(type: "text", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_merges", x => x.id);
                    table.CheckConstraint("merges_of_two", "survivor_id <> absorbed_id");
                    table.CheckConstraint("merges_undone_is_whole", "(undone_at is null) = (undone_by is null)");
                    table.ForeignKey(
                        name: "fk_merges_accounts_absorbed_id",
                        column: x => x.absorbed_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_merges_accounts_survivor_id",
                        column: x => x.survivor_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Accounts that became one, with both as they were before.");

            migrationBuilder.CreateTable(
                name: "possible_duplicates",
                schema: "leads",
                columns: table => new
                {
                    first_id = table.Column<Guid>(type: "uuid", nullable: false),
                    second_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reasons = table.Column<short[]>(type: "smallint[]", nullable: false),
                    score = table.Column<short>(type: "smallint", nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    dismissed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_possible_duplicates", x => new { x.first_id, x.second_id });
                    table.CheckConstraint("possible_duplicates_order", "first_id < second_id");
                    table.ForeignKey(
                        name: "fk_possible_duplicates_accounts_first_id",
                        column: x => x.first_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_possible_duplicates_accounts_second_id",
                        column: x => x.second_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Pairs of accounts that may be one customer, for people to look at.");

            migrationBuilder.CreateTable(
                name: "search_terms",
                schema: "leads",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    term = table.Column<string>(type: "text", nullable: false),
                    grams = table.Column<string[]>(type: "text[]", nullable: false, comment: "Groups of three characters, for parts of the term; none where only beginnings are searched."),
                    rare = table.Column<string[]>(type: "text[]", nullable: false, comment: "Of a name: the rarest groups of its telling words, one of which every similar name has.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_terms", x => new { x.account_id, x.kind, x.term });
                    table.ForeignKey(
                        name: "fk_search_terms_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What an account is found by, folded. Only accounts that are not merged have any.");

            migrationBuilder.CreateTable(
                name: "suppressions",
                schema: "leads",
                columns: table => new
                {
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suppressions", x => x.digest);
                },
                comment: "Digests of addresses whose owners opted out. Nothing deletes a row.");

            migrationBuilder.CreateTable(
                name: "merge_moves",
                schema: "leads",
                columns: table => new
                {
                    merge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_merge_moves", x => new { x.merge_id, x.what, x.item_id });
                    table.ForeignKey(
                        name: "fk_merge_moves_merges_merge_id",
                        column: x => x.merge_id,
                        principalSchema: "leads",
                        principalTable: "merges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What came over in each merge, so that the same can go back.");

            migrationBuilder.CreateIndex(
                name: "accounts_next_steps",
                schema: "leads",
                table: "accounts",
                columns: new[] { "next_step_on", "id" },
                filter: "next_step_on is not null and merged_into_id is null");

            migrationBuilder.CreateIndex(
                name: "accounts_targets",
                schema: "leads",
                table: "accounts",
                columns: new[] { "fit_rank", "id" },
                filter: "target_source is not null and merged_into_id is null");

            migrationBuilder.CreateIndex(
                name: "accounts_without_next_step",
                schema: "leads",
                table: "accounts",
                columns: new[] { "fit_rank", "id" },
                filter: "next_step_on is null and merged_into_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_merged_into_id",
                schema: "leads",
                table: "accounts",
                column: "merged_into_id");

            migrationBuilder.AddCheckConstraint(
                name: "accounts_fit",
                schema: "leads",
                table: "accounts",
                sql: "fit_rank between -1 and 100 and cardinality(fit_reasons) = cardinality(fit_points)");

            migrationBuilder.AddCheckConstraint(
                name: "accounts_next_step_is_whole",
                schema: "leads",
                table: "accounts",
                sql: "(next_step_on is null) = (next_step is null) and (next_step_on is null) = (next_step_why is null) and (next_step_on is null) = (next_step_at is null)");

            migrationBuilder.AddCheckConstraint(
                name: "accounts_not_merged_into_itself",
                schema: "leads",
                table: "accounts",
                sql: "merged_into_id <> id");

            migrationBuilder.AddCheckConstraint(
                name: "accounts_target_is_whole",
                schema: "leads",
                table: "accounts",
                sql: "(target_source is null) = (fit_rank = -1) and (target_source is null) = (target_detail is null)");

            migrationBuilder.CreateIndex(
                name: "ix_account_keys_account_id",
                schema: "leads",
                table: "account_keys",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_chain_accounts_public_key",
                schema: "leads",
                table: "chain_accounts",
                column: "public_key");

            migrationBuilder.CreateIndex(
                name: "ix_challenges_account_id",
                schema: "leads",
                table: "challenges",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_contacts_account_id_id",
                schema: "leads",
                table: "contacts",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_email_domains",
                schema: "leads",
                table: "contacts",
                column: "email_domains")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_contacts_emails",
                schema: "leads",
                table: "contacts",
                column: "emails")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_contacts_handles",
                schema: "leads",
                table: "contacts",
                column: "handles")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_merges_number",
                schema: "leads",
                table: "merges",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_merges_survivor_id_ordinal",
                schema: "leads",
                table: "merges",
                columns: new[] { "survivor_id", "ordinal" });

            migrationBuilder.CreateIndex(
                name: "merges_that_stand",
                schema: "leads",
                table: "merges",
                column: "absorbed_id",
                unique: true,
                filter: "undone_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_possible_duplicates_second_id",
                schema: "leads",
                table: "possible_duplicates",
                column: "second_id");

            migrationBuilder.CreateIndex(
                name: "possible_duplicates_open",
                schema: "leads",
                table: "possible_duplicates",
                columns: new[] { "score", "first_id", "second_id" },
                filter: "dismissed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_search_terms_grams",
                schema: "leads",
                table: "search_terms",
                column: "grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_search_terms_rare",
                schema: "leads",
                table: "search_terms",
                column: "rare")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_search_terms_term",
                schema: "leads",
                table: "search_terms",
                column: "term")
                .Annotation("Npgsql:IndexOperators", new[] { "text_pattern_ops" });

            migrationBuilder.AddForeignKey(
                name: "fk_accounts_accounts_merged_into_id",
                schema: "leads",
                table: "accounts",
                column: "merged_into_id",
                principalSchema: "leads",
                principalTable: "accounts",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.Sql(MergedAccountGuard.Function);
            migrationBuilder.Sql(MergedAccountGuard.On("leads"));
            migrationBuilder.Sql(MergedAccountGuard.On("contacts"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(MergedAccountGuard.Off("contacts"));
            migrationBuilder.Sql(MergedAccountGuard.Off("leads"));
            migrationBuilder.Sql(MergedAccountGuard.DropFunction);

            migrationBuilder.DropForeignKey(
                name: "fk_accounts_accounts_merged_into_id",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropTable(
                name: "account_keys",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "chain_accounts",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "challenges",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "contacts",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "merge_moves",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "possible_duplicates",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "search_terms",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "suppressions",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "merges",
                schema: "leads");

            migrationBuilder.DropIndex(
                name: "accounts_next_steps",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "accounts_targets",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "accounts_without_next_step",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_merged_into_id",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropCheckConstraint(
                name: "accounts_fit",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropCheckConstraint(
                name: "accounts_next_step_is_whole",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropCheckConstraint(
                name: "accounts_not_merged_into_itself",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropCheckConstraint(
                name: "accounts_target_is_whole",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "ecosystems",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "fit_points",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "fit_rank",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "fit_reasons",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "merged_into_id",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "next_step",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "next_step_at",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "next_step_by",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "next_step_on",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "next_step_why",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "target_detail",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "target_source",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropSequence(
                name: "merge_numbers",
                schema: "leads");

            migrationBuilder.AlterTable(
                name: "accounts",
                schema: "leads",
                comment: "One row per customer, or project that may become one.",
                oldComment: "One row per customer, or project that may become one. A merged one stays, and names the one that it is part of.");
        }
    }
}
