"""Words of both languages that say nothing about a problem: those of grammar, and those of every complaint."""

_ENGLISH = """
about after again all also always and any anyone anything are been before being both but can cannot could customer did
does doing don down each even every few for from get gets getting goes got had has have having hello help her here him
his how into its just know like made make many may more most much must need never not nothing now off once one only
other our out over own page person please problem says same see sees she should show shows site some someone something
still such than thank thanks that the their them then there these they thing this those through time too try tried
trying under until use user users very want was way well were what when where which while who why will with without
work working works would writes wrong yes yet you your
"""
_RUSSIAN = """
без более больше будет были было быть вам вас ваш весь вместо вот все всегда всего всех вы где даже для добрый день
его если есть еще здравствуйте зачем или иногда как какая какие какой клиент когда которая которые который кто либо
меня мне может можно мой надо нам нас наш него нее нельзя нет никак ничего них ней ним она они оно опять очень перед
помогите после потом потому почему пожалуйста пользователь помощь пишет при проблема просит про раз сам сейчас сегодня
себе себя сказать снова спасибо страница страницы странице так также такое такой там тебе тем теперь тоже только тому
тот туда тут уже хочет чем через что чтобы эта эти это этого этой этом этот
"""
STOP_WORDS = frozenset(f"{_ENGLISH} {_RUSSIAN}".split())
