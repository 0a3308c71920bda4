"""One form for characters that are written in several ways: 髙 and 高, 邊, 邉 and 辺, 國 and 国.

The groups hold old and new Japanese forms, traditional and simplified Chinese forms, and forms that differ
in family registers only. The first character of a group stands for all. 斎 and 斉 are different characters,
but registers, passports and journals mix them for one and the same person, so they share a group.
"""

from __future__ import annotations

_GROUPS = """
高髙 崎﨑嵜 辺邊邉边 沢澤泽 広廣广 国國囯圀 浜濱濵滨 徳德 島嶋嶌岛 富冨 桜櫻樱 恵惠 真眞
吉𠮷 渡渉 滝瀧 竜龍龙 黒黑 栄榮荣 円圓圆 万萬 条條 関關关 鉄鐵铁 塩鹽盐 増增 寿壽 亀龜龟
柳栁 桑桒 峰峯 松枩 浅淺 宝寶寳 実實实 来來 会會 学學 芸藝艺 医醫 総總总 経經经 済濟济
応應应 体體 党黨 労勞劳 励勵 単單单 図圖图 団團团 変變变 声聲 売賣卖 対對对 専專专 将將
尽盡 届屆 属屬 岳嶽 帯帶带 弁辨辯瓣 弐貳 弥彌 従從从 戦戰战 戯戲戏 戸戶户 払拂 担擔 拡擴扩
挙舉举 挟挾 揺搖 摂攝摄 撃擊击 数數 断斷 旧舊 暁曉晓 枢樞 枣棗 検檢检 楼樓 楽樂乐 様樣样
権權权 横橫 欧歐 歓歡欢 歩步 歯齒 歴歷历 残殘 沪滬 浄淨净 涙淚泪 渓溪 湾灣 満滿满 漢汉
灯燈 炉爐 焼燒烧 犠犧 状狀 独獨 狭狹 猟獵 献獻 瑶瑤 画畫 畳疊 発發发 県縣县 砕碎 礼禮
禅禪 称稱 穂穗 穏穩稳 窃竊 粋粹 緑綠绿 縁緣 縄繩 継繼继 続續续 繊纖纤 聡聰聪 聴聽听 脳腦脑
臓臟脏 与與 船舩 茎莖 荘莊庄 薫薰 薬藥药 蔵藏 虫蟲 蛍螢萤 蛮蠻 装裝 覇霸 覚覺觉 覧覽览
観觀观 触觸 訳譯译 証證证 読讀读 誉譽 謡謠 豊豐丰 賛贊赞 転轉转 軽輕轻 輪轮 輝辉 辞辭 逓遞
遅遲迟 郎郞 郷鄉乡 酔醉 醸釀 釈釋释 鈴铃 銀银 鋭銳锐 録錄录 錬鍊 鎮鎭镇 長长 門门 開开
閣阁 陥陷 険險险 陽阳 陳陈 陸陆 随隨 隠隱 雑雜杂 霊靈灵 静靜 韓韩 頼賴赖 顔顏颜 題题 類类
顕顯显 風风 飛飞 飯饭 駅驛 験驗验 騒騷 髄髓 鶏鷄鸡 鶴鹤 麦麥 麺麵 黄黃 黙默 点點
斉斎齋齊齐 鴻鸿 鵬鹏 馬马 驥骥 鳥鸟 魚鱼 魯鲁 鄭郑 鄧邓 劉刘 呂吕 呉吳吴 孫孙 張张 楊杨
葉叶 許许 譚谭 趙赵 銭錢钱 閻阎 馮冯 龔龚 盧卢 蘇苏 蕭萧 謝谢 賈贾 範范 鄒邹 鍾鐘钟 東东
車车 電电 業业 術术 農农 師师 財财 貿贸 華华 蘭兰 遼辽 寧宁 慶庆 貴贵 雲云 無无 為爲为
紅红 約约 紙纸 細细 統统 綜综 維维 網网 線线 練练 組组 結结 絡络 給给 紡纺 織织 機机
構构 極极 標标 樹树 橋桥 殺杀 測测 滅灭 潔洁 爾尔 牆墙 産產产 異异 瘍疡 療疗 監监 盤盘
礎础 礦鉱鑛矿 種种 積积 築筑 節节 粵粤 紀纪 級级 終终 設设 計计 訓训 記记 訊讯 話话 認认
語语 調调 課课 談谈 請请 論论 講讲 識识 議议 護护 負负 貨货 質质 費费 資资 賓宾 軍军
軌轨 軟软 載载 輸输 達达 遠远 適适 選选 還还 邏逻 郵邮 釣钓 針针 鋼钢 錦锦 鏡镜 間间
閩闽 際际 雙双 難难 響响 頂顶 項项 順顺 須须 預预 領领 頭头 頻频 願愿 養养 館舘馆 駐驻
騰腾 億亿 倉仓 個个 偉伟 側侧 備备 傳伝传 傷伤 僑侨 優优 儀仪 児兒儿 内內 両兩两 冊册
凍冻 処處处 剤劑剂 剣劍劒剱剑 動动 務务 勝胜 勢势 勳勲勋 区區 協协 厳嚴严 参參 叢丛 員员
問问 啓啟启 喬乔 嘯啸 囲圍围 園园 執执 報报 場场 塊块 壇坛 壮壯 夢梦 奥奧 奨獎奖 娯娱
婦妇 嬌娇 審审 寛寬宽 導导 尋寻 層层 岡冈 嵐岚 嶺岭 帥帅 幣币 庫库 廟庙 廠厂 弾彈弹 強强
彙汇 徴徵 復复 憲宪 懐懷怀 懸悬 愛爱 態态 慮虑 撫抚 損损 換换 搶抢 敵敌 時时 昼晝 暢畅
暦曆 書书 殻殼壳 気氣气 氷冰 決决 況况 漁渔 漸渐 潤润 濃浓 濤涛 瀬瀨濑 瀋沈 焔焰 煙烟
熱热 爛烂 牽牵 現现 環环 瓊琼 甌瓯 畢毕 盗盜 確确 碩硕 禎祯 禍祸 穀谷 窮穷 筆笔 籌筹
紹绍 絵繪绘 緒绪 縦縱纵 羅罗 聖圣 聞闻 聯联 職职 肅粛肃 膚肤 興兴 艦舰 荊荆 莱萊 蓮莲
薩萨 蝦虾 衛卫 補补 製制 視视 規规 親亲 訪访 評评 詩诗 誠诚 諸诸 謙谦 貝贝 貞贞 賀贺
贛赣 趨趋 躍跃 軒轩 運运 鋒锋 鋳鑄铸 錫锡 鎖锁 鏈链 鑑鑒鉴 閉闭 閥阀 隊队 階阶 隴陇 離离
霧雾 韋韦 頤颐 頸颈 飼饲 飾饰 駆驅驱 駿骏 鯨鲸 鷹鹰 麗丽 龐庞 歳歲岁 檜桧 淵渊渕 藪薮
頴穎颖 凜凛 尭堯尧 遥遙 槙槇 亘亙 蔣蒋 巌巖 祷禱
"""


VARIANTS: dict[int, str] = {ord(other): group[0] for group in _GROUPS.split() for other in group[1:]}
"""For `str.translate`: each variant character to the one that stands for it."""


def unify_kanji(text: str) -> str:
    """Return `text` with variant characters replaced by the one that stands for them."""
    return text.translate(VARIANTS)
